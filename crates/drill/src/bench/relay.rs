//! Stands between a server and Clover and adds up how long the server waits for Clover.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Context;

/// A relay; it ends with the process.
#[derive(Debug)]
pub(super) struct Relay {
    pub(super) origin: String,
    waited: Arc<Mutex<Duration>>,
}

impl Relay {
    /// Relays to the emulator at `origin`.
    pub(super) fn start(origin: &str) -> anyhow::Result<Self> {
        let target = origin.strip_prefix("http://").context("the emulator speaks plain HTTP")?.to_owned();
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let waited = Arc::new(Mutex::new(Duration::ZERO));
        let count = Arc::clone(&waited);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (target, count) = (target.clone(), Arc::clone(&count));
                // A connection that breaks is seen by both of its ends.
                thread::spawn(move || serve(&client, &target, &count));
            }
        });
        Ok(Self { origin, waited })
    }

    /// How long was waited since this was asked last.
    pub(super) fn take_waited(&self) -> Duration {
        std::mem::take(&mut *self.waited.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Carries one request after the other, and the time from its last byte to the last one of its answer.
fn serve(client: &TcpStream, target: &str, waited: &Mutex<Duration>) -> std::io::Result<()> {
    let clover = TcpStream::connect(target)?;
    client.set_nodelay(true)?;
    clover.set_nodelay(true)?;
    let (mut requests, mut answers) = (BufReader::new(client), BufReader::new(&clover));
    while let Some(request) = message(&mut requests)? {
        let since = Instant::now();
        (&clover).write_all(&request)?;
        let Some(answer) = message(&mut answers)? else { break };
        *waited.lock().unwrap_or_else(PoisonError::into_inner) += since.elapsed();
        let mut client = client;
        client.write_all(&answer)?;
    }
    Ok(())
}

/// A whole message; `None` when the connection has ended. Both sides say how long their bodies are.
fn message(from: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    let mut length = 0;
    loop {
        let start = message.len();
        if from.read_until(b'\n', &mut message)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&message[start..]).to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().map_err(std::io::Error::other)?;
        }
        if line.trim_end().is_empty() {
            break;
        }
    }
    let start = message.len();
    message.resize(start + length, 0);
    from.read_exact(&mut message[start..])?;
    Ok(Some(message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_ends_with_its_body_and_the_next_one_follows() {
        let mut wire = &b"POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n"[..];
        assert!(message(&mut wire).unwrap().unwrap().ends_with(b"abc"));
        assert_eq!(message(&mut wire).unwrap().unwrap(), b"GET / HTTP/1.1\r\n\r\n");
        assert_eq!(message(&mut wire).unwrap(), None);
    }
}
