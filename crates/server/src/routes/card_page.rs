//! Pays with a saved card, page by page, without scripts: a code, the cards, and back to the pay page.
//!
//! Everything has the pay page's own address, so that it stays in the frame of a site that shows the pay page. What the
//! payer has proved is in the page's form alone: there is no cookie, and another tab knows nothing of it.

use std::net::IpAddr;

use api_types::{LinkView, OpenedLink, path};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use payments::PaymentState;
use payments::card::proof::{Ticket, TypedCode};
use payments::desk::{Attempt, PayError, ProofError};
use payments::payment::{DeclineReason, PaymentRequest};
use payments::port::Random;
use primitives::{CardId, IdempotencyKey, LinkToken};

use super::pay_page::Fields;
use super::{html, links, payments as attempts, saved_cards};
use crate::app::App;
use crate::chosen::Chosen;
use crate::config::Merchant;
use crate::convert;
use crate::error::Failure;
use crate::language::Reader;
use crate::page::{CardPage, CardView, Problem, Step};
use crate::system::SystemRandom;

/// The page of a step. Changes nothing.
pub(super) async fn show(
    app: &App,
    link: &str,
    fields: &Fields,
    reader: &Reader,
) -> Result<Response, Failure> {
    let step = if fields.contains_key("code") { Step::Code } else { Step::Start };
    match Desk::open(app, link, fields, reader).await? {
        Some(desk) => desk.page(step, None),
        None => Ok(back(reader, link)),
    }
}

/// A form was sent.
pub(super) async fn act(
    app: &App,
    address: IpAddr,
    link: &str,
    fields: &Fields,
    reader: &Reader,
) -> Result<Response, Failure> {
    match Desk::open(app, link, fields, reader).await? {
        Some(desk) => desk.act(fields, address).await,
        None => Ok(back(reader, link)),
    }
}

/// To the pay page, which says how the invoice stands.
fn back(reader: &Reader, link: &str) -> Response {
    Redirect::to(&reader.onward(&path::pay(link))).into_response()
}

/// One payer at one link.
struct Desk<'a> {
    app: &'a App,
    reader: &'a Reader,
    link: LinkToken,
    /// In the reader's language.
    merchant: Merchant,
    number: String,
    view: LinkView,
    amount: i64,
    tip: i64,
}

impl<'a> Desk<'a> {
    /// `None` where no saved card can pay: the pay page says what is the matter.
    async fn open(
        app: &'a App,
        link: &str,
        fields: &Fields,
        reader: &'a Reader,
    ) -> Result<Option<Self>, Failure> {
        let (OpenedLink { view, number: title, .. }, merchant) =
            links::open(app, link, reader, Chosen::default()).await?;
        let is_open = matches!(view.standing, api_types::Standing::Open { .. });
        if !is_open || view.save_card.is_none() {
            return Ok(None);
        }
        let number = |name: &str| fields.get(name).and_then(|text| text.parse::<i64>().ok());
        let amount = number("amount").filter(|amount| (1..=view.amount_due).contains(amount));
        let tip = number("tip").filter(|tip| view.tips && *tip >= 0).unwrap_or(0);
        let link = links::token(link)?;
        let amount = amount.unwrap_or(view.amount_due);
        Ok(Some(Self { app, reader, link, merchant, number: title, amount, tip, view }))
    }

    async fn act(&self, fields: &Fields, address: IpAddr) -> Result<Response, Failure> {
        let step = fields.get("step").map(String::as_str).unwrap_or_default();
        if !self.app.attempts.admits(address) {
            let at = if step == "check" { Step::Code } else { Step::Start };
            return self.page(at, Some(Problem::TooFast));
        }
        match step {
            "send" => self.send().await,
            "check" => self.check(fields).await,
            "remove" => self.remove(fields).await,
            "pay" => self.pay(fields, address).await,
            _ => self.page(Step::Start, None),
        }
    }

    /// The pay page's own, at which all steps are.
    fn path(&self) -> String {
        self.reader.onward(&path::pay(self.link.as_str()))
    }

    /// To the pay page, which says how the invoice stands.
    fn back(&self) -> Response {
        back(self.reader, self.link.as_str())
    }

    fn page(&self, step: Step, problem: Option<Problem>) -> Result<Response, Failure> {
        let view = CardView {
            merchant: &self.merchant,
            embedders: &self.merchant.embed_origins,
            styles: &self.app.page.first_paint.styles,
            number: &self.number,
            currency: &self.view.currency,
            path: self.path(),
            amount: self.amount,
            tip: self.tip,
            step,
            problem,
        };
        let framed_by = &self.merchant.embed_origins;
        html::answer(
            StatusCode::OK,
            self.app.card_page.render(&view),
            &CardPage::policy(&self.app.page.inline, framed_by),
            framed_by,
        )
    }

    /// The cards, with a fresh name for the next attempt.
    async fn cards(&self, ticket: Option<&Ticket>, problem: Option<Problem>) -> Result<Response, Failure> {
        let cards = match self.app.desk.own_cards(&self.link, ticket).await {
            Ok(cards) => cards,
            Err(ProofError::Store(error)) => return Err(error.into()),
            Err(_) => return self.page(Step::Start, Some(Problem::ProofEnded)),
        };
        let now = self.app.desk.now();
        let cards = cards.iter().map(|card| convert::saved_card(card, now)).collect();
        let key = IdempotencyKey::from_random(SystemRandom.bytes()).as_str().to_owned();
        let proof = ticket.map(|ticket| ticket.as_str().to_owned()).unwrap_or_default();
        self.page(Step::Cards { proof, key, cards }, problem)
    }

    /// Loading the next page anew sends no second code.
    async fn send(&self) -> Result<Response, Failure> {
        match self.app.desk.mail_code(&self.link, Some(self.merchant.locale)).await {
            Ok(()) => {
                let next = path::pay(self.link.as_str());
                let next = format!("{next}?saved-card&code&amount={}&tip={}", self.amount, self.tip);
                Ok(Redirect::to(&self.reader.onward(&next)).into_response())
            }
            Err(ProofError::TooManyCodes) => self.page(Step::Start, Some(Problem::TooManyCodes)),
            Err(error) => Err(error.into()),
        }
    }

    async fn check(&self, fields: &Fields) -> Result<Response, Failure> {
        let typed = fields.get("code").map(|text| TypedCode::parse(text));
        let Some(Ok(code)) = typed else { return self.page(Step::Code, Some(Problem::WrongCode)) };
        match self.app.desk.prove(&self.link, &code).await {
            Ok(admitted) => self.cards(Some(&admitted.ticket), None).await,
            Err(ProofError::WrongCode) => self.page(Step::Code, Some(Problem::WrongCode)),
            Err(error) => Err(error.into()),
        }
    }

    async fn remove(&self, fields: &Fields) -> Result<Response, Failure> {
        let ticket = ticket(fields);
        let card = fields.get("card").and_then(|text| CardId::parse(text).ok());
        let Some(card) = card else { return self.cards(ticket.as_ref(), None).await };
        match self.app.desk.remove_own_card(&self.link, &card, ticket.as_ref()).await {
            Ok(_) | Err(ProofError::NoSuchCard) => self.cards(ticket.as_ref(), Some(Problem::Removed)).await,
            Err(ProofError::Store(error)) => Err(error.into()),
            Err(_) => self.page(Step::Start, Some(Problem::ProofEnded)),
        }
    }

    async fn pay(&self, fields: &Fields, address: IpAddr) -> Result<Response, Failure> {
        let ticket = ticket(fields);
        let card = fields.get("card").and_then(|text| CardId::parse(text).ok());
        let key = fields.get("key").and_then(|text| IdempotencyKey::parse(text).ok());
        let (Some(card), Some(key)) = (card, key) else {
            return self.cards(ticket.as_ref(), Some(Problem::ChooseFirst)).await;
        };
        let source = self.app.desk.present(&self.link, card, ticket.as_ref()).await?;
        let request = PaymentRequest {
            key,
            source,
            amount: self.amount,
            tip: self.tip,
            receipt_email: None,
            locale: Some(self.merchant.locale),
            payer_address: Some(address),
        };
        match self.app.desk.begin(&self.link, request).await {
            Ok(Attempt::New(payment)) => {
                let payment = attempts::carry_out(self.app, payment).await;
                self.after(&payment, ticket.as_ref()).await
            }
            Ok(Attempt::Known(payment)) => self.after(&payment, ticket.as_ref()).await,
            Err(PayError::ProofNeeded) => self.page(Step::Start, Some(Problem::ProofEnded)),
            Err(PayError::CardGone) => self.cards(ticket.as_ref(), Some(Problem::Gone)).await,
            Err(PayError::Store(error)) => Err(error.into()),
            // The pay page shows how the invoice stands now.
            Err(_) => Ok(self.back()),
        }
    }

    /// Where another try is welcome it is offered here; everything else the pay page shows and follows.
    async fn after(&self, payment: &payments::Payment, ticket: Option<&Ticket>) -> Result<Response, Failure> {
        let problem = match &payment.state {
            PaymentState::Declined { decline, .. } if decline.reason == DeclineReason::CardGone => {
                Problem::Gone
            }
            PaymentState::Declined { .. } => Problem::Declined,
            PaymentState::NotSent { why, .. } => match why {
                payments::NotSent::MerchantNotConnected | payments::NotSent::Refused => Problem::NotReady,
                payments::NotSent::Unreachable
                | payments::NotSent::Busy
                | payments::NotSent::Interrupted
                | payments::NotSent::PageEnded => Problem::NotCharged,
            },
            PaymentState::Prepared
            | PaymentState::Dispatched { .. }
            | PaymentState::Unclear { .. }
            | PaymentState::Approved { .. } => return Ok(self.back()),
        };
        self.cards(ticket, Some(problem)).await
    }
}

fn ticket(fields: &Fields) -> Option<Ticket> {
    saved_cards::ticket(fields.get("proof").map(String::as_str))
}
