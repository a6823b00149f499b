//! A merchant's portal: another site, on an origin of its own, whose page is whatever a test writes.
//!
//! Its address is a number and our server's is a name, so that browsers take them for two sites, not for two ports of
//! one.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
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

pub(crate) struct Portal {
    origin: String,
    page: Arc<Mutex<String>>,
    serving: JoinHandle<()>,
}

impl Portal {
    pub(crate) async fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let page = Arc::new(Mutex::new(String::new()));
        let router = Router::new().fallback(show).with_state(Arc::clone(&page));
        let serving = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, page, serving }
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Shows this from now on, exactly.
    pub(crate) fn shows(&self, body: &str) {
        let head = "<!doctype html><html lang=en><meta charset=utf-8><title>Portal</title>\
            <link rel=icon href=data:,><meta name=viewport content=width=device-width>";
        *self.page.lock().unwrap() = [head, body].concat();
    }

    /// Shows elements, in the way in which docs/EMBEDDING.md says it is done, and remembers what they tell.
    pub(crate) fn embeds(&self, script: &str, elements: &str) {
        self.shows(&format!("<body>{elements}{WITNESS}<script src=\"{script}\"></script>"));
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn show(
    State(page): State<Arc<Mutex<String>>>,
) -> ([(axum::http::HeaderName, &'static str); 1], String) {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], page.lock().unwrap().clone())
}
