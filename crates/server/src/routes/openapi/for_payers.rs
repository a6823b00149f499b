//! The operations of the payer's page, for whoever draws a page of their own.

use api_types::ErrorCode::{
    AlreadyPaid, AmountChanged, CardTokenRefused, CodeWrong, IdempotencyKeyReused, InvalidFields,
    InvoiceExpired, InvoiceVoid, LinkUnknown, MerchantNotReady, NotCharged, PaymentInProgress, ProofNeeded,
    RateLimited, SavedCardGone,
};
use api_types::{
    CheckCode, Checkout, CreateCheckout, CreatePayment, ErrorCode, OpenedLink, Payment, Proven, PublicKey,
    path,
};
use primitives::{InvoiceId, Locale};
use utoipa::ToSchema;
use utoipa::openapi::HttpMethod::{self, Delete, Get, Post};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Type};
use utoipa::openapi::{Ref, Required};

use super::PROOF;
use super::operation::{Operation, optional};

/// Why an attempt cannot begin, whatever it is paid with. Nothing was charged.
const NOT_BEGUN: &[ErrorCode] =
    &[InvoiceVoid, InvoiceExpired, AlreadyPaid, AmountChanged, PaymentInProgress, IdempotencyKeyReused];

/// Why an attempt that began came to nothing before any bank had seen it.
const NEVER_TRIED: &[ErrorCode] = &[NotCharged, MerchantNotReady];

/// All of them.
pub(super) fn operations() -> Vec<Operation> {
    [links(), paying(), saved_cards()].into_iter().flatten().collect()
}

fn payers(method: HttpMethod, path: &'static str, name: &str, summary: &str) -> Operation {
    Operation::new(method, path, name, summary).about("links").refuses(&[LinkUnknown]).needs_records()
}

fn links() -> Vec<Operation> {
    vec![
        payers(Get, path::LINK, "open_link", "Shows what a pay link leads to; changes nothing.")
            .in_languages()
            .parameter(choice())
            .answers::<OpenedLink>(200, "The invoice or statement, as facts and, in `sheet`, as HTML.")
            .refuses(&[InvalidFields]),
        payers(Post, path::LINK_PUBLIC_KEY, "replace_public_key", "Asks for another public key.")
            .limited()
            .explained(
                "Clover has refused the one that is sent. The answer is the same key while Clover gives no \
                 other.",
            )
            .takes::<PublicKey>()
            .answers::<PublicKey>(200, "The key to use instead.")
            .refuses(&[MerchantNotReady]),
        payers(
            Post,
            path::LINK_FRESH_LINK,
            "send_fresh_link",
            "Mails a fresh link in place of an expired one.",
        )
        .limited()
        .in_languages()
        .explained("The answer is the same whatever becomes of it.")
        .answers_nothing(202, "Taken note of."),
    ]
}

fn paying() -> Vec<Operation> {
    vec![
        payers(Post, path::LINK_PAYMENTS, "create_payment", "Pays the invoice of the link.")
            .limited()
            .in_languages()
            .explained(
                "The `idempotency_key` names the attempt: the same key with the same body is the same \
                 payment, however often it is sent. When no answer came, send the same again.",
            )
            .parameter(choice())
            .takes::<CreatePayment>()
            .answers::<Payment>(200, "The payment is decided: approved or declined.")
            .answers::<Payment>(202, "The payment is not decided yet: follow it, and do not pay again.")
            .refuses(NOT_BEGUN)
            .refuses(NEVER_TRIED)
            .refuses(&[CardTokenRefused, ProofNeeded, SavedCardGone]),
        payers(Get, path::LINK_PAYMENT, "show_payment", "Tells how a payment stands.")
            .in_languages()
            .answers::<Payment>(200, "The payment."),
        payers(
            Post,
            path::LINK_CHECKOUTS,
            "create_checkout",
            "Has the invoice paid on a page of Clover's own.",
        )
        .limited()
        .in_languages()
        .explained("Where the merchant offers it. The same key with the same body is the same attempt.")
        .takes::<CreateCheckout>()
        .answers::<Checkout>(200, "The payment is decided.")
        .answers::<Checkout>(202, "The page, while it is open: `href` and `until`.")
        .refuses(NOT_BEGUN)
        .refuses(NEVER_TRIED),
    ]
}

fn saved_cards() -> Vec<Operation> {
    let nothing = ObjectBuilder::new().schema_type(Type::Object);
    vec![
        payers(Post, path::LINK_CODES, "mail_code", "Mails a code of six digits to the invoice's customer.")
            .limited()
            .in_languages()
            .explained(
                "The answer is the same whether or not the customer has saved cards. Not found where the \
                 merchant keeps none.",
            )
            .answers_in(202, "Taken note of.", "application/json", nothing),
        payers(Post, path::LINK_CODE_CHECK, "check_code", "Takes the code, and shows the customer's cards.")
            .limited()
            .explained("A code lives ten minutes and allows five guesses.")
            .takes::<CheckCode>()
            .answers::<Proven>(200, "The proof, for this link and for twenty minutes, and the cards.")
            .refuses(&[CodeWrong]),
        payers(Delete, path::LINK_CARD, "remove_saved_card", "Removes one of the customer's saved cards.")
            .secured(PROOF)
            .answers_nothing(204, "The card can be paid with no more.")
            .refuses(&[ProofNeeded, SavedCardGone]),
    ]
}

impl Operation {
    /// Counted for each address: enough for a person.
    fn limited(self) -> Self {
        self.refuses(&[RateLimited])
    }

    /// Answers, and mails what follows from it, in the payer's language.
    fn in_languages(self) -> Self {
        const CHOSEN: &str =
            "The language of the answer and of mails. Nobody is turned away for another one.";
        const ASKED: &str = "The payer's languages; the first of ours counts where `lang` is absent.";
        let text = ObjectBuilder::new().schema_type(Type::String).build();
        let asked = optional(ParameterIn::Header, "Accept-Language", ASKED, text);
        self.query::<Locale>("lang", CHOSEN).parameter(asked)
    }
}

/// Which invoices of a statement are meant.
fn choice() -> Parameter {
    let ids = ArrayBuilder::new().items(Ref::from_schema_name(InvoiceId::name()));
    ParameterBuilder::new()
        .name("invoices")
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(
            "At the link of a statement: only these of its invoices are due. Without it all that can be \
             paid are.",
        ))
        .style(Some(ParameterStyle::Form))
        .explode(Some(false))
        .schema(Some(ids))
        .build()
}
