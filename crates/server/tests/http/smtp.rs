//! A mail server that answers as it is told, and keeps what it has taken.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

#[derive(Clone)]
pub struct Smtp {
    pub url: String,
    seen: Arc<Mutex<Seen>>,
    news: Arc<Notify>,
}

#[derive(Default)]
struct Seen {
    /// Statuses for the next recipients.
    answers: VecDeque<u16>,
    asked: usize,
    mails: Vec<String>,
}

impl Smtp {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Self { url, seen: Arc::default(), news: Arc::default() };
        let serving = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                // A client that goes away in the middle is no concern of the test's.
                tokio::spawn(async move { server.talk(stream).await.ok() });
            }
        });
        server
    }

    /// Answers the next recipient with this status; without such an answer it is 250.
    pub fn answer(&self, status: u16) {
        self.seen.lock().unwrap().answers.push_back(status);
    }

    /// Waits until so many recipients were named.
    pub async fn asked(&self, least: usize) {
        self.until(|seen| (seen.asked >= least).then_some(())).await;
    }

    /// Waits until so many mails were taken, and returns them as they came.
    pub async fn mails(&self, least: usize) -> Vec<String> {
        self.until(|seen| (seen.mails.len() >= least).then(|| seen.mails.clone())).await
    }

    async fn until<T>(&self, wanted: impl Fn(&Seen) -> Option<T>) -> T {
        loop {
            let news = self.news.notified();
            if let Some(found) = wanted(&self.seen.lock().unwrap()) {
                return found;
            }
            news.await;
        }
    }

    async fn talk(&self, stream: TcpStream) -> std::io::Result<()> {
        let mut stream = BufStream::new(stream);
        say(&mut stream, "220 smtp.example").await?;
        loop {
            let mut line = String::new();
            if stream.read_line(&mut line).await? == 0 {
                return Ok(());
            }
            match line.split_whitespace().next().unwrap_or_default().to_ascii_uppercase().as_str() {
                "RCPT" => {
                    let status = self.recipient();
                    say(&mut stream, &format!("{status} as told, for ada@example.test")).await?;
                }
                "DATA" => {
                    say(&mut stream, "354 go on").await?;
                    let mail = data(&mut stream).await?;
                    self.seen.lock().unwrap().mails.push(mail);
                    self.news.notify_waiters();
                    say(&mut stream, "250 taken").await?;
                }
                "QUIT" => return say(&mut stream, "221 bye").await,
                _ => say(&mut stream, "250 good").await?,
            }
        }
    }

    fn recipient(&self) -> u16 {
        let mut seen = self.seen.lock().unwrap();
        seen.asked += 1;
        self.news.notify_waiters();
        seen.answers.pop_front().unwrap_or(250)
    }
}

async fn say(stream: &mut BufStream<TcpStream>, line: &str) -> std::io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

async fn data(stream: &mut BufStream<TcpStream>) -> std::io::Result<String> {
    let mut mail = String::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await?;
        if line == ".\r\n" {
            return Ok(mail);
        }
        mail.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
