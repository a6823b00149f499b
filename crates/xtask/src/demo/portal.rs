//! The merchant's portal of the demo: the files of examples/portal on an origin of their own, with real pay links in them.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use super::samples::Invoice;
use crate::workspace;

/// What stands for the server's origin in the files, so that they read like a merchant's own.
const SERVER: &str = "https://pay.example.com";
/// What stands for a pay link, with the invoice's number behind it.
const LINK: &str = "https://pay.example.com/pay/LINK-OF-";

/// A portal that is being served; it goes with this value.
pub(super) struct Portal {
    /// Its origin. The address is a number where the server's is a name: for a browser these are two sites.
    pub(super) origin: String,
    _runtime: Runtime,
}

struct Site {
    folder: PathBuf,
    /// What is written in the files, and what is served instead; longer ones first.
    fillings: Vec<(String, String)>,
    policy: String,
}

/// The origin of a portal on this port.
pub(super) fn origin(port: u16) -> String {
    format!("http://{}:{port}", Ipv4Addr::LOCALHOST)
}

impl Portal {
    /// Serves on `port`, with the links of these invoices of the server at `server`.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub(super) fn open(port: u16, server: &str, invoices: &[Invoice]) -> anyhow::Result<Self> {
        let site = Arc::new(Site::new(server, invoices));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let listener = runtime.block_on(TcpListener::bind(address));
        let listener = listener.with_context(|| format!("the portal cannot listen on port {port}"))?;
        let port = listener.local_addr()?.port();
        let router = Router::new().fallback(show).with_state(site);
        // Ends when the runtime is dropped.
        runtime.spawn(async move { axum::serve(listener, router).await });
        Ok(Self { origin: origin(port), _runtime: runtime })
    }
}

impl Site {
    fn new(server: &str, invoices: &[Invoice]) -> Self {
        let links = invoices.iter().map(|it| (format!("{LINK}{}", it.number()), it.pay_url().to_owned()));
        Self {
            folder: workspace::root().join("examples").join("portal"),
            fillings: links.chain([(SERVER.to_owned(), server.to_owned())]).collect(),
            // As strict as a portal can be: docs/EMBEDDING.md names the two that Trefoil needs.
            policy: format!(
                "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self' {server}; frame-src {server}"
            ),
        }
    }

    /// The file at this path: its type and its text.
    fn file(&self, path: &str) -> Option<(&'static str, String)> {
        let name = if path == "/" { "index.html" } else { path.trim_start_matches('/') };
        let kind = match name.rsplit_once('.')? {
            (_, "html") => "text/html; charset=utf-8",
            (_, "css") => "text/css",
            (_, "js") => "text/javascript",
            (_, "svg") => "image/svg+xml",
            _ => return None,
        };
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'.';
        let text =
            name.bytes().all(plain).then(|| std::fs::read_to_string(self.folder.join(name)).ok())??;
        let fill = |text: String, (written, served): &(String, String)| text.replace(written, served);
        Some((kind, self.fillings.iter().fold(text, fill)))
    }
}

async fn show(State(site): State<Arc<Site>>, request: Request) -> Response {
    let headers = |kind: &str| -> [(HeaderName, String); 2] {
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_SECURITY_POLICY, site.policy.clone())]
    };
    match site.file(request.uri().path()) {
        Some((kind, text)) => (headers(kind), text).into_response(),
        None => (StatusCode::NOT_FOUND, "There is nothing here.").into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    fn site() -> Site {
        let invoices = ["INV-1042", "INV-1045"]
            .map(|number| samples::made_up(number, &format!("http://localhost:8080/pay/secret-of-{number}")));
        Site::new("http://localhost:8080", &invoices)
    }

    #[test]
    fn every_link_of_the_portal_leads_to_an_invoice_of_the_demo() {
        let (_, page) = site().file("/").unwrap();
        assert!(page.contains("href=\"http://localhost:8080/pay/secret-of-INV-1042\""));
        assert!(page.contains("src=\"http://localhost:8080/embed.js\""));
        assert!(!page.contains(SERVER), "{page}");
    }

    #[test]
    fn nothing_but_the_portals_own_files_is_served() {
        assert!(site().file("/portal.css").is_some_and(|(kind, _)| kind == "text/css"));
        for path in ["/../portal/index.html", "/%2e%2e/a.css", "/README", "/a/b.css", "/.css/../x.css"] {
            assert!(site().file(path).is_none(), "{path}");
        }
    }
}
