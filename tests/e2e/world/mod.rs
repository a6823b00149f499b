//! One test's world: its own folder, database, emulator, server and browser, of which nothing is left at the end.

mod barriers;
mod browser;
mod clover;
mod device;
mod frame;
mod invoice;
mod keyboard;
mod line;
mod mailbox;
mod merchant;
mod office;
mod payer;
mod portal;
mod program;
mod server;
mod sight;
mod waiting;

use std::thread;

use tempfile::TempDir;

pub(crate) use clover::{Books, Clover, Fault, Route};
pub(crate) use invoice::{Draft, Invoice};
pub(crate) use keyboard::Key;
pub(crate) use line::{Asked, Line};
pub(crate) use mailbox::Mailbox;
pub(crate) use merchant::Merchant;
pub(crate) use office::Office;
pub(crate) use payer::{CardField, Payer};
pub(crate) use portal::Portal;
pub(crate) use server::Server;
pub(crate) use waiting::{eventually, within};

/// Approved by the emulator.
pub(crate) const GOOD_CARD: &str = "4242424242424242";
/// Declined by the emulator's issuer.
pub(crate) const BAD_CARD: &str = "4264281511117771";

/// Everything that a payment needs. When it is dropped it looks through what was logged and fails the test if a
/// secret is there, or if the browser complained.
pub(crate) struct World {
    /// The one who pays.
    pub(crate) payer: Payer,
    /// Our server.
    pub(crate) server: Server,
    /// The emulator in Clover's place.
    pub(crate) clover: Clover,
    /// What our server has mailed.
    pub(crate) mailbox: Mailbox,
    /// Last, so that nobody uses it any more when it goes.
    _folder: TempDir,
}

impl World {
    /// The usual world.
    pub(crate) async fn new() -> Self {
        Self::of(Merchant::default()).await
    }

    /// A world with this merchant in it.
    pub(crate) async fn of(merchant: Merchant) -> Self {
        Self::after(merchant, async |_| ()).await
    }

    /// A world whose merchant has this portal.
    pub(crate) async fn beside(portal: &Portal) -> Self {
        Self::of(Merchant { portal: Some(portal.origin().to_owned()), ..Merchant::default() }).await
    }

    /// A world in which something has happened to Clover before our server starts.
    pub(crate) async fn after(merchant: Merchant, before: impl AsyncFnOnce(&Clover)) -> Self {
        // A short name: the browser puts sockets below it, whose paths must stay under 108 bytes.
        let folder = tempfile::Builder::new().prefix("e2e-").tempdir().unwrap();
        let clover = Clover::start().await;
        before(&clover).await;
        let server = Server::start(folder.path(), merchant, clover.origin()).await;
        let mailbox = Mailbox::below(folder.path());
        let payer = Payer::start(folder.path()).await;
        Self { payer, server, clover, mailbox, _folder: folder }
    }

    /// An invoice of two lines and tax, 128.45 in all, unless `change` says otherwise.
    pub(crate) async fn invoice(&self, change: impl FnOnce(&mut Draft)) -> Invoice {
        let mut draft = Draft::default();
        change(&mut draft);
        self.server.create_invoice(&draft).await
    }

    /// An invoice whose link the payer has opened, with the card form ready to be typed into.
    pub(crate) async fn invoice_on_the_table(&self) -> Invoice {
        let invoice = self.invoice(|_| ()).await;
        self.payer.opens(&invoice.pay_url).await;
        self.payer.sees_state("ready").await;
        invoice
    }

    /// Names every secret that was written where others may read it, and every complaint of the browser.
    fn objections(&mut self) -> Vec<String> {
        let console = self.payer.leave();
        self.server.stop();
        self.clover.stop();
        let log = self.server.log();
        if thread::panicking() {
            eprintln!("-- the server's log\n{log}\n-- the browser's console\n{}", console.all());
            return Vec::new();
        }
        let mut objections = console.complaints(&self.payer.expected());
        for (kind, secret) in self.server.secrets().chain(self.payer.secrets()) {
            if log.contains(&secret) {
                objections.push(format!("the server's log has {kind}"));
            }
            if console.of_the_page().contains(&secret) {
                objections.push(format!("the page's console has {kind}"));
            }
        }
        objections
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let objections = self.objections();
        assert!(objections.is_empty(), "{objections:#?}");
    }
}
