//! Somebody who takes the emulator's webhooks in, and answers what a test wants.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::net::TcpListener;

/// A webhook as it came.
#[derive(Clone)]
pub(crate) struct Delivery {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

#[derive(Default)]
struct Desk {
    came: Vec<Delivery>,
    /// Statuses of the next answers; 200 once they are used up.
    answers: Vec<u16>,
}

#[derive(Clone)]
pub(crate) struct Receiver {
    pub(crate) url: url::Url,
    desk: Arc<Mutex<Desk>>,
}

impl Receiver {
    pub(crate) async fn listening() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap()).parse().unwrap();
        let desk = Arc::new(Mutex::new(Desk::default()));
        let app = Router::new().route("/hook", post(take)).with_state(Arc::clone(&desk));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, desk }
    }

    /// Answers these statuses first, in this order.
    pub(crate) fn answer_first(&self, statuses: &[u16]) {
        self.desk.lock().unwrap().answers = statuses.iter().rev().copied().collect();
    }

    pub(crate) fn came(&self) -> Vec<Delivery> {
        self.desk.lock().unwrap().came.clone()
    }

    /// What came, once it is at least so many.
    pub(crate) async fn after(&self, count: usize) -> Vec<Delivery> {
        crate::stage::until(async || self.came().len() >= count).await;
        self.came()
    }
}

async fn take(State(desk): State<Arc<Mutex<Desk>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut desk = desk.lock().unwrap();
    desk.came.push(Delivery { headers, body });
    StatusCode::from_u16(desk.answers.pop().unwrap_or(200)).unwrap()
}
