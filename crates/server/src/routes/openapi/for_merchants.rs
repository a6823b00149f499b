//! The operations of the merchant's programs.

use api_types::ErrorCode::{InvalidFields, InvoiceNotChangeable, InvoiceNumberTaken, NotFound, Unauthorized};
use api_types::{
    CardList, ConnectionLink, CreateInvoice, CreateRefund, CreateStatement, EventList, Invoice, InvoiceList,
    MerchantCard, MerchantPayment, PaymentList, Refund, Statement, StatementList, path,
};
use primitives::{EventId, InvoiceId, StatementId};
use serde_json::json;
use utoipa::openapi::HttpMethod::{self, Delete, Get, Post};
use utoipa::openapi::Required;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::API_KEY;
use super::operation::{Operation, number_up_to, optional};
use crate::routes::{events, paging};

/// All of them.
pub(super) fn operations() -> Vec<Operation> {
    [invoices(), statements(), payments(), cards(), events(), connections()].into_iter().flatten().collect()
}

fn merchants(method: HttpMethod, path: &'static str, name: &str, summary: &str) -> Operation {
    Operation::new(method, path, name, summary).secured(API_KEY).refuses(&[Unauthorized]).needs_records()
}

fn invoices() -> Vec<Operation> {
    const ONE: &str = "The invoice.";
    let all = vec![
        merchants(Post, path::INVOICES, "create_invoice", "Makes an invoice and its pay link.")
            .explained("With `send` the link is mailed to the customer at once.")
            .takes::<CreateInvoice>()
            .answers::<Invoice>(201, "The invoice with its `pay_url`.")
            .refuses(&[InvoiceNumberTaken]),
        merchants(Get, path::INVOICES, "list_invoices", "Lists the merchant's invoices, newest first.")
            .query::<InvoiceId>("before", "Only invoices older than this one: the `next` of the last answer.")
            .answers::<InvoiceList>(200, "A page of invoices; `next` names where to go on.")
            .listed(),
        merchants(Get, path::INVOICE, "show_invoice", "Shows an invoice and where it stands.")
            .answers::<Invoice>(200, ONE),
        merchants(Post, path::INVOICE_LINK, "relink_invoice", "Gives an invoice a new pay link.")
            .explained("The old link leads nowhere from then on.")
            .answers::<Invoice>(200, "The invoice with its new `pay_url`.")
            .refuses(&[InvoiceNotChangeable]),
        merchants(Post, path::INVOICE_SEND, "send_invoice", "Mails an invoice's link to its customer.")
            .explained("Not found, too, on a server without settings for mail.")
            .answers::<Invoice>(202, "The invoice, whose mail is on its way.")
            .refuses(&[InvoiceNotChangeable]),
        merchants(Post, path::INVOICE_VOID, "void_invoice", "Takes an invoice back.")
            .answers::<Invoice>(200, "The invoice, which takes no payment any more.")
            .refuses(&[InvoiceNotChangeable]),
    ];
    under("invoices", all)
}

fn statements() -> Vec<Operation> {
    let all = vec![
        merchants(
            Post,
            path::STATEMENTS,
            "create_statement",
            "Puts invoices of one customer behind one link.",
        )
        .explained(
            "Either `invoices` are named, or `customer_email` with `currency` for \
                 what the customer has open.",
        )
        .takes::<CreateStatement>()
        .answers::<Statement>(201, "The statement with its `pay_url`."),
        merchants(Get, path::STATEMENTS, "list_statements", "Lists the merchant's statements, newest first.")
            .query::<StatementId>(
                "before",
                "Only statements older than this one: the `next` of the last answer.",
            )
            .answers::<StatementList>(200, "A page of statements; `next` names where to go on.")
            .listed(),
        merchants(Get, path::STATEMENT, "show_statement", "Shows a statement with its invoices.")
            .answers::<Statement>(200, "The statement."),
        merchants(Post, path::STATEMENT_LINK, "relink_statement", "Gives a statement a new pay link.")
            .explained("The old link leads nowhere from then on.")
            .answers::<Statement>(200, "The statement with its new `pay_url`.")
            .refuses(&[InvoiceNotChangeable]),
        merchants(
            Post,
            path::STATEMENT_VOID,
            "void_statement",
            "Takes a statement back; its invoices stay as they are.",
        )
        .answers::<Statement>(200, "The statement, whose link takes no payment any more.")
        .refuses(&[InvoiceNotChangeable]),
    ];
    under("statements", all)
}

fn payments() -> Vec<Operation> {
    let only = ObjectBuilder::new().schema_type(Type::Boolean).enum_values(Some([json!(true)]));
    let attention = ParameterBuilder::new().name("attention").parameter_in(ParameterIn::Query);
    let attention = attention
        .description(Some("Must be `true`: all other payments are found by their invoices."))
        .required(Required::True)
        .schema(Some(only));
    let all = vec![
        merchants(Get, path::PAYMENTS, "list_payments", "Lists the payments to look at, oldest first.")
            .explained(
                "Approved after the invoice had expired, was void or was paid (`attention`), or unclear for \
                 hours (`checks`, `unclear_since`), with what they are found by at Clover.",
            )
            .parameter(attention.build())
            .answers::<PaymentList>(200, "The payments.")
            .refuses(&[InvalidFields]),
        merchants(Post, path::PAYMENT_REFUNDS, "refund_payment", "Gives money of a payment back.")
            .explained(
                "An unclear refund is followed up. Asking again with the same amount \
                 begins no second one: it looks at once.",
            )
            .takes::<CreateRefund>()
            .answers::<Refund>(200, "The refund; `state` says whether it succeeded, failed or is unclear."),
        merchants(Post, path::PAYMENT_KEEP, "keep_payment", "Keeps the money of an unexpected payment.")
            .answers::<MerchantPayment>(200, "The payment without its `attention`.")
            .refuses(&[InvalidFields]),
    ];
    under("payments", all)
}

fn cards() -> Vec<Operation> {
    let all = vec![
        merchants(Get, path::CARDS, "list_cards", "Lists the cards that payers let the merchant keep.")
            .answers::<CardList>(200, "The cards, each with what its payer agreed to."),
        merchants(Delete, path::CARD, "remove_card", "Takes a saved card off file.")
            .explained(
                "Nobody can pay with it any more, and Clover is asked until it has it no \
                 more.",
            )
            .answers::<MerchantCard>(200, "The card."),
    ];
    under("cards", all)
}

fn events() -> Vec<Operation> {
    let limit = number_up_to(events::MOST, events::USUAL);
    let limit = optional(ParameterIn::Query, "limit", "How many events at most.", limit);
    let all = vec![
        merchants(
            Get,
            path::EVENTS,
            "list_events",
            "Tells what happened, in the order in which it was written.",
        )
        .explained(
            "Begin without `after`, keep `next`, and go on from there: no event is \
                 left out.",
        )
        .query::<EventId>("after", "Only events after this one: the `next` of the last answer.")
        .parameter(limit)
        .answers::<EventList>(200, "The events; `next` is the `after` of the next question.")
        .refuses(&[InvalidFields]),
    ];
    under("events", all)
}

fn connections() -> Vec<Operation> {
    let all = vec![
        merchants(
            Post,
            path::CONNECTION_LINKS,
            "create_connection_link",
            "Makes a link by which the merchant connects its Clover account.",
        )
        .explained("Not found for a merchant with an API token of its own.")
        .answers::<ConnectionLink>(201, "The link, good for one connection and half an hour.")
        .refuses(&[NotFound]),
    ];
    under("connections", all)
}

impl Operation {
    /// A list that is read page by page.
    fn listed(self) -> Self {
        let limit = number_up_to(paging::MOST, paging::MOST);
        let limit = optional(ParameterIn::Query, "limit", "How many entries at most.", limit);
        self.parameter(limit).refuses(&[InvalidFields])
    }
}

fn under(tag: &str, operations: Vec<Operation>) -> Vec<Operation> {
    operations.into_iter().map(|operation| operation.about(tag)).collect()
}
