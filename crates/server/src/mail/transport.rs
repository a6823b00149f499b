//! The way out: a mail server, or files in a folder.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Context;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use payments::mail::Reply;
use primitives::MailId;
use secrecy::ExposeSecret;

use crate::config::{MailSettings, MailWay, SmtpSecrecy, SmtpServer};

/// How long the mail server may take for each step of the conversation.
const STEP: Duration = Duration::from_secs(20);
/// How long it may take for all of it; shorter than the lease of a mail.
const WHOLE: Duration = Duration::from_secs(90);

/// What mails go out by.
pub(crate) enum Transport {
    /// A mail server. One conversation for each mail: nothing is kept open in between.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// A folder.
    Folder(PathBuf),
}

impl Transport {
    /// The way that is set; calls nobody yet.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the folder cannot be made.
    pub(crate) fn new(settings: &MailSettings) -> anyhow::Result<Self> {
        match &settings.way {
            MailWay::Smtp(server) => {
                let (_, host) = settings.from.as_str().rsplit_once('@').unwrap_or(("", "localhost"));
                Ok(Self::Smtp(smtp(server, host)?))
            }
            MailWay::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("the folder for mail cannot be made: {}", folder.display()))?;
                Ok(Self::Folder(folder.clone()))
            }
        }
    }

    /// Sends once.
    pub(crate) async fn send(&self, id: &MailId, message: Message) -> Reply {
        match self {
            Self::Smtp(server) => match tokio::time::timeout(WHOLE, server.send(message)).await {
                Ok(Ok(_)) => Reply::Accepted,
                Ok(Err(error)) => reply_of(&error),
                Err(_) => Reply::TimedOut,
            },
            Self::Folder(folder) => match put(folder, id, &message.formatted()).await {
                Ok(()) => Reply::Accepted,
                Err(error) => {
                    tracing::error!(kind = ?error.kind(), "a mail could not be written to the folder");
                    Reply::Unreachable
                }
            },
        }
    }

    /// Whether it would take a mail, as far as that can be known without sending one.
    pub(crate) async fn answers(&self) -> Result<(), Reply> {
        match self {
            Self::Smtp(server) => match tokio::time::timeout(STEP, server.test_connection()).await {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err(Reply::Unreachable),
                Ok(Err(error)) => Err(reply_of(&error)),
                Err(_) => Err(Reply::TimedOut),
            },
            Self::Folder(folder) if folder.is_dir() => Ok(()),
            Self::Folder(_) => Err(Reply::Unreachable),
        }
    }
}

fn smtp(server: &SmtpServer, own_name: &str) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    let certificates =
        || TlsParameters::new(server.host.clone()).context("TLS towards the mail server cannot be set up");
    let tls = match server.secrecy {
        SmtpSecrecy::Tls => Tls::Wrapper(certificates()?),
        SmtpSecrecy::StartTls => Tls::Required(certificates()?),
        SmtpSecrecy::Plain => Tls::None,
    };
    let builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
        .port(server.port)
        .tls(tls)
        .hello_name(ClientId::Domain(own_name.to_owned()))
        .timeout(Some(STEP));
    let builder = match &server.login {
        Some((user, password)) => {
            builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()))
        }
        None => builder,
    };
    Ok(builder.build())
}

/// The status is read, the words are not: they may quote the address.
fn reply_of(error: &lettre::transport::smtp::Error) -> Reply {
    let status = error.status().map(u16::from);
    match status {
        Some(status @ 500..=599) => Reply::Refused(status),
        Some(status) => Reply::Deferred(status),
        None if error.is_timeout() => Reply::TimedOut,
        None => Reply::Unreachable,
    }
}

/// Written aside and renamed, so that nobody reads half a mail; by the mail's name, so that a repetition replaces it.
async fn put(folder: &Path, id: &MailId, mail: &[u8]) -> io::Result<()> {
    let aside = folder.join(format!(".{id}.part"));
    let mut options = tokio::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    // Links are nobody else's business.
    #[cfg(unix)]
    options.mode(0o600);
    let mut file = options.open(&aside).await?;
    tokio::io::AsyncWriteExt::write_all(&mut file, mail).await?;
    file.sync_all().await?;
    tokio::fs::rename(&aside, folder.join(format!("{id}.eml"))).await
}
