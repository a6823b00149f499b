//! The folder that a server mails into, and what lies in it.

use std::time::Duration;

use mail_parser::{MessageParser, MimeHeaders};
use tempfile::TempDir;

pub const FROM: &str = "pay@trefoil.example";

pub struct Mailbox {
    folder: TempDir,
}

/// A mail as its reader sees it.
#[derive(Clone, Debug)]
pub struct Read {
    pub from: (String, String),
    pub to: Vec<String>,
    pub reply_to: Option<String>,
    pub subject: String,
    pub id: String,
    pub text: String,
    pub html: String,
    pub raw: String,
}

impl Mailbox {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// The settings by which a server mails into it.
    pub fn settings(&self) -> [(&'static str, &str); 2] {
        [("TREFOIL_MAIL__FROM", FROM), ("TREFOIL_MAIL__FOLDER", self.folder.path().to_str().unwrap())]
    }

    /// Waits until there are so many mails, and reads all, oldest first. More may not come unnoticed.
    pub async fn mails(&self, count: usize) -> Vec<Read> {
        loop {
            let found = self.all();
            assert!(found.len() <= count, "{found:#?}");
            if found.len() == count {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    pub async fn only(&self) -> Read {
        self.mails(1).await.remove(0)
    }

    /// What has come so far, oldest first.
    pub fn so_far(&self) -> Vec<Read> {
        self.all()
    }

    fn all(&self) -> Vec<Read> {
        let names = std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<_> =
            names.filter(|path| path.extension().is_some_and(|end| end == "eml")).collect();
        files.sort_by_key(|path| path.metadata().unwrap().modified().unwrap());
        files.iter().map(|path| read(&std::fs::read_to_string(path).unwrap())).collect()
    }
}

pub fn read(raw: &str) -> Read {
    let mail = MessageParser::default().parse(raw).unwrap();
    let address = |all: Option<&mail_parser::Address<'_>>| {
        all.and_then(|all| all.first()).map(|one| {
            let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
            (text(one.name()), text(one.address()))
        })
    };
    let to = mail.to().unwrap().iter().filter_map(|one| one.address().map(str::to_owned)).collect();
    let kinds: Vec<_> = mail.parts.iter().filter_map(|part| part.content_type()?.subtype()).collect();
    assert_eq!(kinds, ["alternative", "plain", "html"]);
    Read {
        from: address(mail.from()).unwrap(),
        to,
        reply_to: address(mail.reply_to()).map(|(_, address)| address),
        subject: mail.subject().unwrap().to_owned(),
        id: mail.message_id().unwrap().to_owned(),
        text: mail.body_text(0).unwrap().replace("\r\n", "\n"),
        html: mail.body_html(0).unwrap().into_owned(),
        raw: raw.to_owned(),
    }
}

impl Read {
    /// The one address on the server that the mail leads to.
    pub fn link(&self) -> String {
        let links: Vec<_> = self.text.split_whitespace().filter(|word| word.starts_with("http://")).collect();
        assert_eq!(links.len(), 1, "{}", self.text);
        assert!(self.html.contains(&format!("href=\"{}\"", links[0])), "{}", self.html);
        links[0].to_owned()
    }

    /// What comes after the server's address and `/pay/`.
    pub fn pay_link(&self) -> String {
        self.link().strip_prefix("http://localhost:8080/pay/").unwrap().to_owned()
    }
}
