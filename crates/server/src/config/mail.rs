//! How payers are mailed: by which server or into which folder, and in whose name.

use std::fmt;
use std::path::PathBuf;

use primitives::EmailAddress;
use secrecy::SecretString;
use url::{Host, Url};

use super::table::{Found, Problems, Table};

const KNOWN: &[&str] = &["from", "smtp_url", "folder"];
/// The setting, from the environment alone, with the password for the mail server.
pub(super) const PASSWORD: &str = "smtp_password";

/// For how many days a fresh link lives unless a merchant says otherwise.
const FRESH_LINK_DAYS: i64 = 14;
const MOST_DAYS: i64 = 365;

/// How payers are mailed.
#[derive(Clone, Debug)]
pub struct MailSettings {
    /// The address that mails come from; the name before it is the merchant's.
    pub from: EmailAddress,
    /// Where they go first.
    pub way: MailWay,
}

/// Where mails go first.
#[derive(Clone, Debug)]
pub enum MailWay {
    /// To a mail server.
    Smtp(SmtpServer),
    /// Into files of this folder, for trying things out.
    Folder(PathBuf),
}

/// A mail server.
#[derive(Clone)]
pub struct SmtpServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the conversation is kept secret.
    pub secrecy: SmtpSecrecy,
    /// The name and the password, if it wants them.
    pub login: Option<(String, SecretString)>,
}

/// How the conversation with a mail server is kept secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpSecrecy {
    /// TLS from the first byte: `smtps://`, port 465.
    Tls,
    /// TLS before anything is said: `smtp://`, port 587. A server that does not offer it gets nothing.
    StartTls,
    /// None: `smtp://` on this machine.
    Plain,
}

/// Shows the host alone.
impl fmt::Debug for SmtpServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SmtpServer").field("host", &self.host).finish_non_exhaustive()
    }
}

/// In whose name a merchant's payers are mailed.
#[derive(Clone, Debug)]
pub struct MerchantMail {
    /// The name before the address; the merchant's own unless set.
    pub sender_name: String,
    /// Where answers go; the merchant's contact address unless set.
    pub reply_to: Option<EmailAddress>,
    /// For how many days a link lives that a payer has asked for, 0 to 365; 0 gives none out.
    pub fresh_link_days: u16,
}

/// Reads `[mail]`; `None` when there is none or it is wrong.
pub(super) fn read(table: &mut Table<'_>, problems: &mut Problems) -> Option<MailSettings> {
    let mut table = table.table("mail", problems)?;
    let from = table.needed("from", "the address that mails come from", problems);
    let from = from.and_then(|from| problems.parsed(&from.place, EmailAddress::parse(&from.value)));
    let url = table.text("smtp_url", problems);
    let folder = table.text("folder", problems);
    let password = table.secret(PASSWORD, problems);
    let place = table.missing("smtp_url");
    table.finish(KNOWN, problems);
    let way = match (url, folder) {
        (Some(url), None) => smtp(&url, password, problems).map(MailWay::Smtp),
        (None, Some(folder)) if folder.value.is_empty() => {
            problems.add(&folder.place, "must be the path of a folder");
            None
        }
        (None, Some(folder)) => Some(MailWay::Folder(PathBuf::from(folder.value))),
        (Some(url), Some(_)) => {
            problems.add(&url.place, "and folder cannot both be set; remove one");
            None
        }
        (None, None) => {
            let advice = "is missing; set it to the mail server, such as \"smtps://user@mail.example.com\", \
                          or set folder";
            problems.add(&place, advice);
            None
        }
    };
    Some(MailSettings { from: from?, way: way? })
}

fn smtp(
    text: &Found<String>,
    password: Option<Found<String>>,
    problems: &mut Problems,
) -> Option<SmtpServer> {
    let form =
        "must be \"smtps://user@host\" or \"smtp://user@host\", perhaps with a port, and nothing behind it";
    let url = Url::parse(&text.value).ok().filter(|url| {
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        matches!(url.scheme(), "smtp" | "smtps")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && bare
    });
    let url = problems.parsed(&text.place, url.ok_or(form))?;
    if url.password().is_some() {
        let advice = "must not hold a password; set the variable TREFOIL_MAIL__SMTP_PASSWORD instead";
        problems.add(&text.place, advice);
        return None;
    }
    let login = login(text, &url, password, problems).ok()?;
    let (secrecy, port) = match (url.scheme(), is_here(&url)) {
        ("smtps", _) => (SmtpSecrecy::Tls, 465),
        (_, true) => (SmtpSecrecy::Plain, 25),
        (_, false) => (SmtpSecrecy::StartTls, 587),
    };
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    Some(SmtpServer { host, port: url.port().unwrap_or(port), secrecy, login })
}

/// The name and the password, which go together; an error was complained of.
fn login(
    text: &Found<String>,
    url: &Url,
    password: Option<Found<String>>,
    problems: &mut Problems,
) -> Result<Option<(String, SecretString)>, ()> {
    let user = percent_encoding::percent_decode_str(url.username()).decode_utf8().ok();
    let user = problems.parsed(&text.place, user.ok_or("names a user that is no text")).ok_or(())?;
    match (user.is_empty(), password) {
        (true, None) => Ok(None),
        (false, Some(password)) => Ok(Some((user.into_owned(), password.value.into()))),
        (false, None) => {
            let advice =
                "names a user whose password is missing; set the variable TREFOIL_MAIL__SMTP_PASSWORD";
            problems.add(&text.place, advice);
            Err(())
        }
        (true, Some(password)) => {
            problems.add(&password.place, "belongs to no user; name one in smtp_url, or remove this");
            Err(())
        }
    }
}

fn is_here(url: &Url) -> bool {
    match url.host() {
        // A scheme that is not the web's leaves addresses as names.
        Some(Host::Domain(name)) => {
            name == "localhost" || name.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        }
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Reads a merchant's part, `name` and `contact` being what is taken where nothing is said.
pub(super) fn of_merchant(
    table: &mut Table<'_>,
    name: Option<&str>,
    contact: Option<&str>,
    problems: &mut Problems,
) -> Option<MerchantMail> {
    let sender_name = match table.text("sender_name", problems) {
        Some(text) => super::merchant::short_text(text, super::merchant::MAX_NAME, problems),
        None => name.map(str::to_owned),
    };
    let reply_to = match table.text("reply_to", problems) {
        Some(text) => problems.parsed(&text.place, EmailAddress::parse(&text.value)),
        None => contact.and_then(|contact| EmailAddress::parse(contact).ok()),
    };
    let missing = table.missing("fresh_link_days");
    let days = table.number("fresh_link_days", problems);
    let days = days.unwrap_or(Found { value: FRESH_LINK_DAYS, place: missing });
    let number = u16::try_from(days.value).ok().filter(|number| i64::from(*number) <= MOST_DAYS);
    let form = "must be a number of days from 0 (no fresh links) to 365";
    let fresh_link_days = problems.parsed(&days.place, number.ok_or(form));
    Some(MerchantMail { sender_name: sender_name?, reply_to, fresh_link_days: fresh_link_days? })
}
