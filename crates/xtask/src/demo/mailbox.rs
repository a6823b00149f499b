//! The mailbox of the demo: what the server has mailed, on a page, so that links, receipts and codes can be opened.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use mail_parser::MessageParser;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

/// A mailbox that is being served; it goes with this value.
pub(super) struct Mailbox {
    /// Where it is.
    pub(super) origin: String,
    _runtime: Runtime,
}

/// The folder into which the server mails.
#[derive(Clone)]
struct Folder(Arc<PathBuf>);

/// A mail as the list shows it.
struct Mail {
    name: String,
    to: String,
    subject: String,
    at: String,
    seconds: i64,
    html: String,
}

/// The list loads nothing and asks for itself again every few seconds; a mail shows itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

impl Mailbox {
    /// Serves what lies in `folder` on `port`.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub(super) fn open(port: u16, folder: PathBuf) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = runtime.block_on(TcpListener::bind(address));
        let listener = listener.with_context(|| format!("the mailbox cannot listen on port {port}"))?;
        let port = listener.local_addr()?.port();
        let folder = Folder(Arc::new(folder));
        let router = Router::new().route("/", get(list)).route("/{name}", get(show)).with_state(folder);
        // Ends when the runtime is dropped.
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { origin: format!("http://{}:{port}", Ipv4Addr::LOCALHOST), _runtime: runtime })
    }
}

impl Folder {
    /// Newest first; a folder that is not there yet is empty.
    fn mails(&self) -> Vec<Mail> {
        let entries = std::fs::read_dir(&*self.0).into_iter().flatten().flatten();
        let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
        let mut mails: Vec<_> = names.filter_map(|name| self.read(&name)).collect();
        mails.sort_by_key(|mail| std::cmp::Reverse((mail.seconds, mail.name.clone())));
        mails
    }

    /// The mail of this file, if the name is one that the server gives.
    fn read(&self, file: &str) -> Option<Mail> {
        let name = file.strip_suffix(".eml")?;
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let raw = name.bytes().all(plain).then(|| std::fs::read(self.0.join(file)).ok())??;
        let mail = MessageParser::default().parse(&raw)?;
        let date = mail.date()?;
        Some(Mail {
            name: file.to_owned(),
            to: mail.to()?.first()?.address()?.to_owned(),
            subject: mail.subject()?.to_owned(),
            at: format!("{:02}:{:02}:{:02}", date.hour, date.minute, date.second),
            seconds: date.to_timestamp(),
            html: mail.body_html(0)?.into_owned(),
        })
    }
}

async fn list(State(folder): State<Folder>) -> Response {
    let rows: String = folder.mails().iter().map(row).collect();
    let mails = if rows.is_empty() { "<p>No mail yet.</p>".to_owned() } else { format!("<ul>{rows}</ul>") };
    page(
        StatusCode::OK,
        format!(
            "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
             <meta http-equiv=refresh content=5><title>Mail of the demo</title><style>{STYLE}</style>\
             <main><h1>Mail of the demo</h1><p>All that the server has mailed, whoever it is for.</p>{mails}</main>"
        ),
    )
}

const STYLE: &str = ":root{color-scheme:light dark}body{margin:0;font:16px/1.5 system-ui,sans-serif}\
    main{max-width:44rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.5rem}ul{list-style:none;padding:0}\
    li{border-top:1px solid #8884}a{display:block;padding:.75rem 0;color:inherit;text-decoration:none}\
    a:hover b{text-decoration:underline}small{display:block;opacity:.75}";

fn row(mail: &Mail) -> String {
    let [subject, to] = [&mail.subject, &mail.to].map(|text| escape(text));
    let (name, at) = (&mail.name, &mail.at);
    format!("<li><a href=\"/{name}\"><b>{subject}</b><small>to {to} at {at} UTC</small></a>")
}

/// The mail as its reader's program would show it.
async fn show(State(folder): State<Folder>, Path(file): Path<String>) -> Response {
    match folder.read(&file) {
        Some(mail) => page(StatusCode::OK, mail.html),
        None => page(StatusCode::NOT_FOUND, "There is no such mail.".to_owned()),
    }
}

fn page(status: StatusCode, html: String) -> Response {
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CONTENT_SECURITY_POLICY, POLICY)];
    (status, headers, html).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const MAIL: &str = "From: \"A\" <a@b.example>\r\nTo: ada@example.test\r\nSubject: Receipt <1>\r\n\
        Date: Sat, 21 Nov 2026 09:30:00 +0000\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <p>Thank you</p>\r\n";

    fn folder() -> (tempfile::TempDir, Folder) {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mail_abc.eml"), MAIL).unwrap();
        std::fs::write(folder.path().join(".mail_abd.part"), MAIL).unwrap();
        let path = folder.path().to_path_buf();
        (folder, Folder(Arc::new(path)))
    }

    #[test]
    fn whole_mails_alone_are_listed_and_their_subjects_are_text() {
        let (_kept, folder) = folder();
        let mails = folder.mails();
        assert_eq!(mails.len(), 1);
        assert!(row(&mails[0]).contains("<b>Receipt &lt;1></b>"), "{}", row(&mails[0]));
        assert!(mails[0].html.contains("<p>Thank you</p>"));
    }

    #[test]
    fn nothing_but_mails_is_shown() {
        let (_kept, folder) = folder();
        for name in ["../trefoil.db", ".mail_abd.part", "mail_xyz.eml", "/etc/passwd", "..%2fa.eml"] {
            assert!(folder.read(name).is_none(), "{name}");
        }
    }
}
