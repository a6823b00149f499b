//! Sends payers their mail, apart from payments: a mail server that hangs delays nothing else.

mod letter;
mod matter;
mod message;
pub(crate) mod transport;
pub(crate) mod words;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use payments::mail::{PostingState, Reply};
use payments::port::Commit;
use payments::{MailPolicy, Posting};
use primitives::MerchantSlug;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::config::{Config, MailSettings};
use message::Stationery;
use transport::Transport;

/// How long the sender rests when nothing is due.
const REST: Duration = Duration::from_millis(500);

/// The most conversations with the mail server at once.
const AT_ONCE: usize = 4;

/// What mails are written on and go out by.
struct PostOffice {
    stationery: Stationery,
    transport: Transport,
}

impl PostOffice {
    fn open(settings: &MailSettings) -> anyhow::Result<Self> {
        Ok(Self { stationery: Stationery::new(settings.from.clone())?, transport: Transport::new(settings)? })
    }
}

/// How each merchant's mail is written; nobody's without settings for mail.
pub(crate) fn policies(config: &Config) -> BTreeMap<MerchantSlug, MailPolicy> {
    if config.mail.is_none() {
        return BTreeMap::new();
    }
    let policy = |merchant: &crate::config::Merchant| {
        let days = i64::from(merchant.mail.fresh_link_days);
        let fresh_link = (days > 0).then(|| SignedDuration::from_hours(24 * days));
        (merchant.slug.clone(), MailPolicy { locale: merchant.locale, fresh_link })
    };
    config.merchants.values().map(policy).collect()
}

/// Sends until `stop`.
pub(crate) async fn run(app: App, stop: CancellationToken) {
    let Some(settings) = &app.config.mail else {
        tracing::info!("there are no settings for mail: payers get none");
        return;
    };
    let office = match PostOffice::open(settings) {
        Ok(office) => Arc::new(office),
        Err(error) => return tracing::error!(error = %format!("{error:#}"), "mail cannot be sent"),
    };
    let mut posts = JoinSet::new();
    while !stop.is_cancelled() {
        begin_posts(&app, &office, &mut posts).await;
        tokio::select! {
            () = stop.cancelled() => {}
            // A post that panicked has been logged by the runtime; its mail comes up again.
            Some(_) = posts.join_next() => {}
            () = tokio::time::sleep(REST) => {}
        }
    }
    posts.detach_all();
}

/// Posts that are under way at the end are among the tasks that the server waits for.
async fn begin_posts(app: &App, office: &Arc<PostOffice>, posts: &mut JoinSet<()>) {
    let room = u32::try_from(AT_ONCE.saturating_sub(posts.len())).unwrap_or(0);
    if room == 0 {
        return;
    }
    match app.desk.claim_mails(room).await {
        Ok(due) => due.into_iter().for_each(|posting| {
            posts.spawn(app.tasks.track_future(post(app.clone(), Arc::clone(office), posting)));
        }),
        Err(error) => tracing::error!(%error, "mails that are due could not be read"),
    }
}

/// One try, and its record. A process that dies in between tries again when the lease has ended: mail programs know the
/// mail by its message id.
async fn post(app: App, office: Arc<PostOffice>, posting: Posting) {
    let id = posting.mail.id.clone();
    let reply = match send(&app, &office, &posting).await {
        Ok(reply) => reply,
        Err(error) => return tracing::error!(mail = %id, %error, "a mail could not be written"),
    };
    match app.desk.record_posting(posting, reply).await {
        Ok((posting, Commit::Written)) => note(&posting, reply),
        Ok((_, Commit::Stale)) => tracing::info!(mail = %id, "somebody else has taken over a mail"),
        Err(error) => tracing::error!(mail = %id, %error, "it could not be recorded whether a mail was sent"),
    }
}

/// An address that the library takes for none counts as refused, with the status by which mail servers say so.
async fn send(
    app: &App,
    office: &PostOffice,
    posting: &Posting,
) -> Result<Reply, payments::port::StoreError> {
    let mail = &posting.mail;
    // A merchant who is no longer configured has no name any more to write in.
    let Some(merchant) = app.config.merchants.get(&mail.merchant) else {
        return Ok(Reply::Moot);
    };
    let Some(letter) = letter::write(&app.desk, merchant, &app.config.public_url, mail).await? else {
        return Ok(Reply::Moot);
    };
    match office.stationery.message(mail, &letter, merchant) {
        Ok(message) => Ok(office.transport.send(&mail.id, message).await),
        Err(error) => {
            tracing::error!(mail = %mail.id, error = %format!("{error:#}"), "a mail has no form");
            Ok(Reply::Refused(553))
        }
    }
}

fn note(posting: &Posting, reply: Reply) {
    let (mail, merchant, tries) = (&posting.mail.id, &posting.mail.merchant, posting.tries);
    match posting.state {
        PostingState::Sent { .. } => tracing::info!(%mail, %merchant, tries, "a mail was sent"),
        PostingState::Queued { .. } => {
            tracing::warn!(%mail, %merchant, tries, %reply, "a mail was not taken and is sent again later");
        }
        PostingState::GivenUp if reply == Reply::Moot => {
            tracing::info!(%mail, %merchant, "a mail had nothing to say any more");
        }
        PostingState::GivenUp => {
            tracing::error!(%mail, %merchant, tries, %reply, "a mail was given up; the merchant is told");
        }
    }
}
