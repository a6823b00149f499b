//! One origin for both pages that are compared: the plain page by itself, everything else from the server.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use anyhow::Context;

use crate::{page, workspace};

/// Serves until the program ends.
pub(super) struct Stand {
    /// Where it listens.
    pub(super) port: u16,
    listener: TcpListener,
}

/// The plain page's files by their paths, with their types, compressed as ours are.
type Files = BTreeMap<&'static str, (&'static str, Vec<u8>)>;

const PLAIN: [(&str, &str, &str); 2] = [
    ("/plain/plain.js", "plain.js", "text/javascript; charset=utf-8"),
    ("/plain/plain.css", "plain.css", "text/css; charset=utf-8"),
];
/// The path under which the plain page shows an invoice.
const PAGE: &str = "/plain/pay/";

impl Stand {
    /// Takes a free port.
    ///
    /// # Errors
    /// When there is none.
    pub(super) fn new() -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        Ok(Self { port: listener.local_addr()?.port(), listener })
    }

    /// Begins to serve, before the server on `port`.
    ///
    /// # Errors
    /// When the plain page cannot be read.
    pub(super) fn serve(self, port: u16, sdk: &str) -> anyhow::Result<()> {
        let files = Arc::new(files(sdk)?);
        thread::spawn(move || {
            for client in self.listener.incoming().flatten() {
                let files = Arc::clone(&files);
                // A connection that breaks is the browser's business.
                thread::spawn(move || answer(client, port, &files));
            }
        });
        Ok(())
    }
}

fn files(sdk: &str) -> anyhow::Result<Files> {
    let folder = workspace::root().join("benches/plain");
    let read = |name: &str| std::fs::read(folder.join(name)).context("the plain page");
    let html = String::from_utf8(read("index.html")?)?.replace("[[sdk]]", sdk);
    let mut files = Files::from([(PAGE, ("text/html; charset=utf-8", page::brotli(html.as_bytes())?))]);
    for (path, name, kind) in PLAIN {
        files.insert(path, (kind, page::brotli(&read(name)?)?));
    }
    Ok(files)
}

fn answer(client: TcpStream, port: u16, files: &Files) -> std::io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let path = head.split(' ').nth(1).unwrap_or_default();
    let path = if path.starts_with(PAGE) { PAGE } else { path };
    match files.get(path) {
        Some((kind, content)) => give(client, kind, content),
        None => pass_on(reader, client, &head, port),
    }
}

fn give(mut client: TcpStream, kind: &str, content: &[u8]) -> std::io::Result<()> {
    let length = content.len();
    write!(
        client,
        "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-encoding: br\r\ncontent-length: {length}\r\n\
         cache-control: no-store\r\nconnection: close\r\n\r\n"
    )?;
    client.write_all(content)
}

/// One request a connection, for both pages alike: the slow line between is the browser's own pretence, which
/// counts requests and bytes and no connections.
fn pass_on(
    mut reader: BufReader<TcpStream>,
    mut client: TcpStream,
    head: &str,
    port: u16,
) -> std::io::Result<()> {
    let mut server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    let mut length = 0;
    for line in head.lines() {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        if name.eq_ignore_ascii_case("content-length") {
            length = value.trim().parse().unwrap_or(0);
        }
        match (name.eq_ignore_ascii_case("connection"), line.is_empty()) {
            (true, _) => {}
            (false, true) => server.write_all(b"connection: close\r\n\r\n")?,
            (false, false) => write!(server, "{line}\r\n")?,
        }
    }
    std::io::copy(&mut reader.by_ref().take(length), &mut server)?;
    std::io::copy(&mut server, &mut client)?;
    client.shutdown(Shutdown::Write)
}
