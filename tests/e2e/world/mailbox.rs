//! The folder that our server mails into, as the reader of a mail sees it.

use std::fs;
use std::path::{Path, PathBuf};

use mail_parser::MessageParser;

use super::eventually;

pub(crate) struct Mailbox {
    folder: PathBuf,
}

/// A mail, opened.
pub(crate) struct Opened {
    pub(crate) to: String,
    pub(crate) text: String,
}

impl Mailbox {
    pub(super) fn below(folder: &Path) -> Self {
        Self { folder: folder.join("mail") }
    }

    /// Waits for the mail with this subject, and opens it.
    pub(crate) async fn opens(&self, subject: &str) -> Opened {
        self.opens_where(subject, |theirs| theirs == subject).await
    }

    /// Waits for a mail whose subject contains this, and opens it.
    pub(crate) async fn opens_about(&self, words: &str) -> Opened {
        self.opens_where(words, |subject| subject.contains(words)).await
    }

    async fn opens_where(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Opened {
        eventually(what, async || {
            let mails = fs::read_dir(&self.folder).into_iter().flatten().flatten();
            let mut paths =
                mails.map(|mail| mail.path()).filter(|path| path.extension().is_some_and(|end| end == "eml"));
            paths.find_map(|path| read(&path, &wanted))
        })
        .await
    }
}

fn read(path: &Path, wanted: &impl Fn(&str) -> bool) -> Option<Opened> {
    let raw = fs::read(path).ok()?;
    let mail = MessageParser::default().parse(&raw)?;
    wanted(mail.subject()?).then(|| Opened {
        to: mail.to().and_then(|to| to.first()?.address().map(str::to_owned)).unwrap_or_default(),
        text: mail.body_text(0).unwrap_or_default().into_owned(),
    })
}

impl Opened {
    /// The code in the mail: six digits that stand alone.
    pub(crate) fn code(&self) -> &str {
        let six = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
        self.text.split_whitespace().find(six).unwrap_or_else(|| panic!("a code in {}", self.text))
    }

    /// The address that the mail leads to.
    pub(crate) fn link(&self) -> &str {
        let mut words = self.text.split_whitespace();
        words.find(|word| word.starts_with("http://")).unwrap_or_else(|| panic!("a link in {}", self.text))
    }
}
