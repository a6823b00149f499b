//! A merchant's program that is told events, and answers as a test wants.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};

/// One post as it arrived.
#[derive(Clone, Debug)]
pub struct Post {
    pub id: String,
    pub timestamp: String,
    pub signatures: String,
    pub body: String,
}

#[derive(Clone)]
pub struct Receiver {
    pub url: String,
    seen: Arc<Mutex<Seen>>,
    news: Arc<Notify>,
    /// Answers wait here; it is open unless a test closes it.
    gate: Arc<Semaphore>,
}

#[derive(Default)]
struct Seen {
    posts: Vec<Post>,
    answers: VecDeque<u16>,
    elsewhere: usize,
}

impl Receiver {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/told/by-trefoil", listener.local_addr().unwrap());
        let receiver =
            Self { url, seen: Arc::default(), news: Arc::default(), gate: Arc::new(Semaphore::new(1)) };
        let router = Router::new()
            .route("/told/by-trefoil", post(take))
            .fallback(elsewhere)
            .with_state(receiver.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    /// Answers the next post with this status; without such an answer it is 200.
    pub fn answer(&self, status: u16) {
        self.seen.lock().unwrap().answers.push_back(status);
    }

    /// Waits until there were so many posts, and returns all.
    pub async fn posts(&self, least: usize) -> Vec<Post> {
        loop {
            let news = self.news.notified();
            let posts = self.seen.lock().unwrap().posts.clone();
            if posts.len() >= least {
                return posts;
            }
            news.await;
        }
    }

    /// How many requests came to other addresses.
    pub fn elsewhere(&self) -> usize {
        self.seen.lock().unwrap().elsewhere
    }

    /// Takes posts in but answers none until the returned value is dropped.
    pub async fn hold(&self) -> tokio::sync::OwnedSemaphorePermit {
        Arc::clone(&self.gate).acquire_owned().await.unwrap()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> Response {
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    let post = Post {
        id: header("webhook-id"),
        timestamp: header("webhook-timestamp"),
        signatures: header("webhook-signature"),
        body,
    };
    let status = {
        let mut seen = receiver.seen.lock().unwrap();
        seen.posts.push(post);
        seen.answers.pop_front().unwrap_or(200)
    };
    receiver.news.notify_one();
    let _open = receiver.gate.acquire().await.unwrap();
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::LOCATION, "/elsewhere")], "not to be read").into_response()
}

async fn elsewhere(State(receiver): State<Receiver>) -> &'static str {
    receiver.seen.lock().unwrap().elsewhere += 1;
    "taken"
}
