//! What an opened link shows. Opening changes nothing: scanners of e-mail open links too.

use std::time::Duration;

use api_types::{
    CardForm, Instalment, InstalmentState, LineChoice, LinkLine, LinkView, OpenedLink, Standing, path,
};
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use payments::desk::{MoneyBack, Opened};
use payments::port::{Statements, Store, StoreError};
use primitives::{Currency, InvoiceId, LinkToken, Locale};

use super::checkouts;
use crate::address::PathParts;
use crate::app::App;
use crate::chosen::Chosen;
use crate::config::{Merchant, Wallet};
use crate::connections::is_connected_by_oauth;
use crate::error::Failure;
use crate::language::Reader;
use crate::page::StatementWords;
use crate::{consent, convert};

/// How long opening a link waits for the merchant's public key.
const KEY_PATIENCE: Duration = Duration::from_secs(2);

pub(super) async fn show(
    State(app): State<App>,
    PathParts(link): PathParts<String>,
    reader: Reader,
    chosen: Chosen,
) -> Result<Json<OpenedLink>, Failure> {
    let (mut opened, merchant) = open(&app, &link, &reader, chosen).await?;
    let sheet = app.page.first_paint.sheet(&opened, merchant.locale, reader.chosen());
    opened.view.sheet = sheet.map_err(Failure::page)?;
    Ok(Json(opened))
}

/// The secret of a link. Junk is refused before the database is asked.
pub(super) fn token(text: &str) -> Result<LinkToken, Failure> {
    LinkToken::parse(text).map_err(|_| Failure::unknown_link())
}

/// What this link shows and its merchant, in the reader's language.
pub(super) async fn open(
    app: &App,
    link: &str,
    reader: &Reader,
    chosen: Chosen,
) -> Result<(OpenedLink, Merchant), Failure> {
    let link = token(link)?;
    let linked = find(app, &link, reader, chosen).await?;
    let standing = standing(app, &linked, reader).await?;
    let opened = draw(&linked, standing, reader, app.desk.now());
    Ok((opened, linked.merchant))
}

/// What a link leads to.
pub(super) struct Linked {
    /// An invoice, or a statement drawn as one.
    pub(super) opened: Opened,
    /// Which of them it is.
    pub(super) is_statement: bool,
    /// The invoices of a statement that the payer has chosen.
    chosen: Vec<InvoiceId>,
    /// What can be chosen, by line; none for an invoice.
    choices: Vec<Option<LineChoice>>,
    /// Whose it is, in the reader's language.
    pub(super) merchant: Merchant,
}

/// Looks for an invoice first, as most links are of one. A merchant who is no longer configured takes no payments, so
/// their links lead nowhere.
pub(super) async fn find(
    app: &App,
    link: &LinkToken,
    reader: &Reader,
    chosen: Chosen,
) -> Result<Linked, Failure> {
    let configured = |merchant| {
        let merchant = app.config.merchants.get(merchant).ok_or_else(Failure::unknown_link)?;
        Ok::<_, Failure>(merchant.speaking(reader.locale(merchant.locale)))
    };
    if let Some(opened) = app.desk.open(link).await? {
        let merchant = configured(&opened.invoice.merchant)?;
        let (chosen, choices) = (Vec::new(), Vec::new());
        return Ok(Linked { opened, is_statement: false, chosen, choices, merchant });
    }
    let statement =
        app.desk.open_statement(link, chosen.invoices).await?.ok_or_else(Failure::unknown_link)?;
    let is_known = |id: &InvoiceId| statement.statement.invoices.contains(id);
    if !statement.chosen.iter().flatten().all(is_known) {
        return Err(Failure::choice("must name invoices of this statement"));
    }
    let merchant = configured(&statement.statement.merchant)?;
    let (words, now) = (StatementWords::of(merchant.locale), app.desk.now());
    let drawn = convert::statement::as_one_invoice(&statement, words, now);
    let invoice = drawn.ok_or_else(Failure::unknown_link)?;
    let choices = convert::statement::choices(&statement, now);
    let opened = Opened { invoice, payment: statement.payment };
    let chosen = statement.chosen.unwrap_or_default();
    Ok(Linked { opened, is_statement: true, chosen, choices, merchant })
}

/// Whose link it is, of an invoice or of a statement, if it is anybody's.
pub(super) async fn merchant_of<'a>(
    app: &'a App,
    link: &LinkToken,
) -> Result<Option<&'a Merchant>, StoreError> {
    let slug = match app.desk.store().invoice_by_link(link).await? {
        Some(invoice) => Some(invoice.merchant),
        None => app.desk.store().statement_by_link(link).await?.map(|statement| statement.merchant),
    };
    Ok(slug.and_then(|slug| app.config.merchants.get(&slug)))
}

/// In which language the pages of this link are read; `None` where nobody says, and so the merchant's counts. The records
/// are only asked where it depends on the merchant's.
pub(super) async fn read_in(
    app: &App,
    link: &LinkToken,
    reader: &Reader,
) -> Result<Option<Locale>, StoreError> {
    let alone = reader.alone();
    if alone.is_some() || reader.is_silent() {
        return Ok(alone);
    }
    Ok(merchant_of(app, link).await?.map(|merchant| reader.locale(merchant.locale)))
}

async fn standing(app: &App, linked: &Linked, reader: &Reader) -> Result<Standing, Failure> {
    let Linked { opened: Opened { invoice, payment }, is_statement, merchant, .. } = linked;
    if let Some(mut receipt) = payment.as_ref().and_then(convert::receipt) {
        receipt.page = reader.onward(&receipt.page).into();
        let back = match payment {
            Some(payment) if *is_statement => app.desk.given_back_by(payment).await?,
            _ => app.desk.given_back(invoice).await?,
        };
        return Ok(match back {
            MoneyBack::Nothing => Standing::Paid { receipt },
            MoneyBack::Some { given, left } => Standing::Refunded { receipt, refunded: given, left },
        });
    }
    Ok(match (invoice.standing(app.desk.now()), payment) {
        (payments::Standing::Void, _) => Standing::Void,
        (_, Some(payment)) => Standing::InProgress {
            payment: reader.leads(convert::payment_body(payment, app.desk.now())),
            card_form: card_form(app, merchant, invoice.currency).await,
        },
        (payments::Standing::Open | payments::Standing::PartlyPaid, None) => {
            Standing::Open { card_form: card_form(app, merchant, invoice.currency).await }
        }
        (payments::Standing::Expired | payments::Standing::Paid, None) => {
            let policy = app.desk.mail_policy(&merchant.slug);
            // Where other invoices can still be chosen the link itself is alive.
            let is_over = linked.choices.iter().all(Option::is_none);
            let given_out = policy.is_some_and(|policy| policy.fresh_link.is_some());
            Standing::Expired { fresh_link: is_over && given_out }
        }
    })
}

async fn card_form(app: &App, merchant: &Merchant, currency: Currency) -> Option<CardForm> {
    // Clover says amounts to wallets in cents (clover-facts 1.8).
    let suits_wallets = currency.decimals() == 2;
    if let Some(connections) = app.desk.gateway().connections()
        && is_connected_by_oauth(merchant)
        && !connections.is_connected(merchant).await
    {
        return None;
    }
    let api_key = public_key(app, merchant).await?;
    let offers = |wallet| suits_wallets && merchant.wallets.contains(&wallet);
    Some(CardForm {
        sdk_url: merchant.environment.hosts().sdk_url(),
        api_key,
        merchant_id: merchant.clover_merchant_id.clone(),
        locale: merchant.locale.clover_code().to_owned(),
        google_pay: offers(Wallet::GooglePay),
        apple_pay: offers(Wallet::ApplePay),
    })
}

/// The merchant's public key, if it can be had soon: the invoice must be readable while Clover is away. Asking
/// goes on in a task of its own, so that the next payer finds the key.
async fn public_key(app: &App, merchant: &Merchant) -> Option<String> {
    let (asking, of) = (app.clone(), merchant.clone());
    let task = tokio::spawn(async move { asking.public_keys.key(&asking.desk, &of).await });
    tokio::time::timeout(KEY_PATIENCE, task).await.ok()?.ok()?
}

fn draw(linked: &Linked, standing: Standing, reader: &Reader, now: Timestamp) -> OpenedLink {
    let Linked { opened: Opened { invoice, .. }, is_statement, chosen, choices, .. } = linked;
    let choices = choices.iter().cloned().chain(std::iter::repeat(None));
    let lines = convert::lines(invoice).into_iter().zip(choices);
    let schedule = convert::schedule(invoice, now);
    OpenedLink {
        view: view(linked, standing, &schedule, reader, now),
        number: invoice.number.clone(),
        is_statement: *is_statement,
        customer_name: invoice.customer.name.clone(),
        lines: lines.map(|(line, choice)| LinkLine { line, choice }).collect(),
        chosen: chosen.clone(),
        schedule,
        due_date: invoice.due_date.map(|date| date.to_string()),
        expires_at: invoice.expires_at.map(|end| end.to_string()),
        notes: invoice.notes.clone(),
        pdf: reader.onward(&path::invoice_pdf(invoice.link.as_str())),
    }
}

fn view(
    linked: &Linked,
    standing: Standing,
    schedule: &[Instalment],
    reader: &Reader,
    now: Timestamp,
) -> LinkView {
    let Linked { opened, is_statement, merchant, .. } = linked;
    let invoice = &opened.invoice;
    // The invoices of a statement may have been sent to several addresses: which one is to be proved would be a guess.
    let save_card = if *is_statement { None } else { consent::words(merchant, merchant.locale) };
    let offered = !is_statement && checkouts::offers(merchant, opened);
    LinkView {
        merchant: api_types::Merchant {
            name: merchant.name.clone(),
            contact: merchant.contact.clone(),
            accent: merchant.accent.as_str().to_owned(),
            locale: merchant.locale.as_str().to_owned(),
        },
        currency: invoice.currency.code().to_owned(),
        decimals: invoice.currency.decimals(),
        totals: convert::totals(invoice),
        paid: invoice.paid,
        amount_due: invoice.amount_due().minor(),
        partial_minimum: invoice.partial.map(|partial| partial.minimum),
        instalment_due: invoice.instalment_due(now),
        due_now: schedule.iter().any(|it| it.state == InstalmentState::Due),
        tips: invoice.tips,
        tip_presets: if invoice.tips { merchant.tip_presets.percents().to_vec() } else { Vec::new() },
        save_card: save_card.map(|words| words.text),
        elsewhere: offered.then(|| reader.onward(&path::pay_elsewhere(invoice.link.as_str()))),
        standing,
        sheet: String::new(),
    }
}
