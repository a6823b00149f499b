//! What every request can reach, and the router that brings it there.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context;
use api_types::ErrorCode;
use axum::body::Bytes;
use store::Serving;
use tokio::sync::Notify;
use tokio_util::task::TaskTracker;

use crate::config::Config;
use crate::desk::AppDesk;
use crate::documents::Press;
use crate::error::Failure;
use crate::limits::{AttemptLimit, LookLimit};
use crate::page::{BuiltPage, CardPage, ConnectPage, ElsewherePage, NoticePage, ReceiptPage};
use crate::public_keys::PublicKeys;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The rules.
    pub desk: Arc<AppDesk>,
    /// The right to serve from the database, held as long as this value or a clone of it lives.
    pub serving: Arc<Serving>,
    /// The settings.
    pub config: Arc<Config>,
    /// The merchants' public keys.
    pub public_keys: Arc<PublicKeys>,
    /// The built page.
    pub page: Arc<BuiltPage>,
    /// The pages about connecting to Clover.
    pub connect_page: Arc<ConnectPage>,
    /// The receipts' page.
    pub receipt_page: Arc<ReceiptPage>,
    /// The pages about saved cards.
    pub card_page: Arc<CardPage>,
    /// Pages that say one thing.
    pub notice_page: Arc<NoticePage>,
    /// Makes documents on paper.
    pub press: Arc<Press>,
    /// The pages around Clover's Hosted Checkout.
    pub elsewhere_page: Arc<ElsewherePage>,
    /// The content of the file by which Apple knows this site, if one is set.
    pub domain_association: Option<Bytes>,
    /// Told when a webhook has come to this server.
    pub news: Arc<Notify>,
    /// How many attempts an address may make.
    pub attempts: Arc<AttemptLimit>,
    /// How often pages may have Clover asked about a payment.
    pub looks: Arc<LookLimit>,
    /// Payments in flight; the server stops only when they have ended.
    pub tasks: TaskTracker,
}

impl App {
    /// Puts the parts together.
    ///
    /// # Errors
    /// When the database cannot be opened, a merchant cannot be set up or the page is not built.
    pub async fn build(config: Config) -> anyhow::Result<Self> {
        Self::with_page(config, BuiltPage::load()?).await
    }

    /// Puts the parts together around another page than the built one.
    ///
    /// # Errors
    /// When the database cannot be opened or a merchant cannot be set up.
    pub async fn with_page(config: Config, page: BuiltPage) -> anyhow::Result<Self> {
        let domain_association = config.domain_association.as_deref().map(domain_association).transpose()?;
        let (desk, serving) = crate::desk::build_to_serve(&config).await?;
        Ok(Self {
            desk: Arc::new(desk),
            serving: Arc::new(serving),
            config: Arc::new(config),
            public_keys: Arc::default(),
            page: Arc::new(page),
            connect_page: Arc::new(ConnectPage::load()?),
            receipt_page: Arc::new(ReceiptPage::load()?),
            card_page: Arc::new(CardPage::load()?),
            notice_page: Arc::new(NoticePage::load()?),
            press: Arc::new(Press::load()?),
            elsewhere_page: Arc::new(ElsewherePage::load()?),
            domain_association,
            news: Arc::default(),
            attempts: Arc::default(),
            looks: Arc::default(),
            tasks: TaskTracker::new(),
        })
    }

    /// Counts an attempt of this address.
    ///
    /// # Errors
    /// [`ErrorCode::RateLimited`] when it has made too many.
    pub fn admit(&self, address: IpAddr) -> Result<(), Failure> {
        let too_many = || {
            let message = "too many attempts from this address; wait a minute";
            Failure::new(ErrorCode::RateLimited, message)
        };
        self.attempts.admits(address).then_some(()).ok_or_else(too_many)
    }
}

fn domain_association(path: &Path) -> anyhow::Result<Bytes> {
    let content = std::fs::read(path);
    let content =
        content.with_context(|| format!("apple_pay_domain_association: cannot read {}", path.display()))?;
    Ok(Bytes::from(content))
}
