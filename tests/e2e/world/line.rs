//! The line between browser and server: it notes what is asked for, and can stall and break in the middle of an answer.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::Server;

/// A line that leads to our server.
pub(crate) struct Line {
    origin: String,
    server: String,
    course: Arc<Course>,
    carrying: JoinHandle<()>,
}

/// A request for a file or a page, as it came by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) path: String,
    /// The part of it that was asked for.
    pub(crate) range: Option<String>,
}

/// What has come by, and what becomes of the next.
struct Course {
    asked: Mutex<Vec<Asked>>,
    /// Where answers stop: after so many bytes of an answer about a path that ends so.
    stalls: Mutex<Option<(&'static str, usize)>>,
    broken: watch::Sender<bool>,
}

impl Line {
    pub(crate) async fn to(server: &Server) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let course = Arc::new(Course {
            asked: Mutex::default(),
            stalls: Mutex::default(),
            broken: watch::Sender::new(false),
        });
        let (server, theirs) = (server.at(""), Arc::clone(&course));
        let target = server.trim_start_matches("http://").to_owned();
        let carrying = tokio::spawn(async move {
            while let Ok((browser, _)) = listener.accept().await {
                let (target, course) = (target.clone(), Arc::clone(&theirs));
                // Both ends see by themselves that a connection is gone.
                tokio::spawn(async move { course.carry(browser, &target).await });
            }
        });
        Self { origin, server, course, carrying }
    }

    /// The same address, by this line.
    pub(crate) fn leads_to(&self, url: &str) -> String {
        url.replace(&self.server, &self.origin)
    }

    /// Stalls after so many bytes of each answer about a path that ends so.
    pub(crate) fn stalls(&self, end: &'static str, after: usize) {
        *self.course.stalls.lock().unwrap() = Some((end, after));
    }

    /// Breaks where it stalls, now and from now on.
    pub(crate) fn breaks(&self) {
        self.course.broken.send_replace(true);
    }

    /// Is as good as new.
    pub(crate) fn is_mended(&self) {
        *self.course.stalls.lock().unwrap() = None;
        self.course.broken.send_replace(false);
    }

    /// What was asked for since this was asked last.
    pub(crate) fn was_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.course.asked.lock().unwrap())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}

impl Course {
    async fn carry(&self, browser: TcpStream, server: &str) -> io::Result<()> {
        let (mut from_browser, mut to_browser) = browser.into_split();
        let (mut from_server, mut to_server) = TcpStream::connect(server).await?.into_split();
        let left = AtomicUsize::new(usize::MAX);
        let asking = async {
            let mut piece = vec![0; 16 * 1024];
            loop {
                let read = from_browser.read(&mut piece).await?;
                if read == 0 {
                    return Ok(());
                }
                self.note(&String::from_utf8_lossy(&piece[..read]), &left);
                to_server.write_all(&piece[..read]).await?;
            }
        };
        let answering = async {
            let mut piece = vec![0; 16 * 1024];
            loop {
                let read = from_server.read(&mut piece).await?;
                let sent = read.min(left.load(Ordering::SeqCst));
                to_browser.write_all(&piece[..sent]).await?;
                left.fetch_sub(sent, Ordering::SeqCst);
                if sent < read {
                    let mut broken = self.broken.subscribe();
                    let _never_gone = broken.wait_for(|is| *is).await;
                }
                if sent < read || read == 0 {
                    return Ok(());
                }
            }
        };
        tokio::select! { ended = asking => ended, ended = answering => ended }
    }

    /// Browsers send the head of a request in one piece.
    fn note(&self, piece: &str, left: &AtomicUsize) {
        for head in piece.split("\r\n\r\n") {
            let Some(path) = head.strip_prefix("GET ").and_then(|rest| rest.split(' ').next()) else {
                continue;
            };
            let stalls = self.stalls.lock().unwrap().filter(|(end, _)| path.ends_with(end));
            left.store(stalls.map_or(usize::MAX, |(_, after)| after), Ordering::SeqCst);
            let field = |line: &str| line.to_lowercase().strip_prefix("range: ").map(str::to_owned);
            let asked = Asked { path: path.to_owned(), range: head.lines().find_map(field) };
            self.asked.lock().unwrap().push(asked);
        }
    }
}
