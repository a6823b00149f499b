//! A merchant's portal: another site, on an origin of its own, whose page is whatever a test writes, or the one of
//! examples/portal.
//!
//! Its address is a number and our server's is a name, so that browsers take them for two sites, not for two ports of
//! one.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, Uri};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What happens at the elements, in order, as a portal's own script would see it, and how many listeners for messages
/// there are.
const WITNESS: &str = "<script>
    window.seen = [];
    window.listening = 0;
    const [add, remove] = [window.addEventListener, window.removeEventListener];
    window.addEventListener = (...given) => (listening += given[0] === 'message', add.apply(window, given));
    window.removeEventListener = (...given) => (listening -= given[0] === 'message', remove.apply(window, given));
    const types = ['ready', 'processing', 'declined', 'unclear', 'paid', 'closed', 'resize'];
    for (const element of document.querySelectorAll('trefoil-invoice'))
        for (const type of types)
            element.addEventListener(type, ({ detail }) => seen.push({ type, detail, id: element.id }));
</script>";

/// What stands for the server's origin in the example, and for a pay link with the invoice's number behind it.
const SERVER: &str = "https://pay.example.com";
const LINK: &str = "https://pay.example.com/pay/LINK-OF-";

/// A page for every path, but for those of the other files.
#[derive(Default)]
struct Site {
    page: String,
    files: Vec<(String, String)>,
}

pub(crate) struct Portal {
    origin: String,
    site: Arc<Mutex<Site>>,
    serving: JoinHandle<()>,
}

impl Portal {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let site = Arc::<Mutex<Site>>::default();
        let router = Router::new().fallback(show).with_state(Arc::clone(&site));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, site, serving }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Shows this from now on, exactly.
    pub(crate) fn shows(&self, body: &str) {
        let head = "<!doctype html><html lang=en><meta charset=utf-8><title>Portal</title>\
            <link rel=icon href=data:,><meta name=viewport content=width=device-width>";
        self.site.lock().unwrap().page = [head, body].concat();
    }

    /// Shows elements, in the way in which docs/EMBEDDING.md says it is done, and remembers what they tell.
    pub(crate) fn embeds(&self, script: &str, elements: &str) {
        self.shows(&format!("<body>{elements}{WITNESS}<script src=\"{script}\"></script>"));
    }

    /// Is the portal of examples/portal, with this server and the pay links of these numbers in it.
    pub(crate) fn is_the_example(&self, server: &str, links: &[(&str, &str)]) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/portal");
        let read = |name: &str| {
            let text = std::fs::read_to_string(folder.join(name)).unwrap();
            let linked = links
                .iter()
                .fold(text, |text, (number, link)| text.replace(&format!("{LINK}{number}"), link));
            linked.replace(SERVER, server)
        };
        let files = ["drop.svg", "portal.css", "portal.js"].map(|name| (format!("/{name}"), read(name)));
        *self.site.lock().unwrap() = Site { page: read("index.html"), files: files.into() };
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn show(State(site): State<Arc<Mutex<Site>>>, uri: Uri) -> ([(HeaderName, &'static str); 1], String) {
    let site = site.lock().unwrap();
    let file = site.files.iter().find(|(path, _)| path == uri.path());
    let kind = match uri.path().rsplit('.').next().filter(|_| file.is_some()) {
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };
    ([(CONTENT_TYPE, kind)], file.map_or(&site.page, |(_, text)| text).clone())
}
