//! Turns what went wrong into an answer: a status, a code, who can act, and a sentence for developers.
//!
//! Everything inside the server fails with its own layer's error; only here does it become public words, and
//! what the log needs to know is logged here, once.

use api_types::{ErrorBody, ErrorCode, FieldError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use payments::desk::{ChangeError, CreateError, PayError, SendError};
use payments::port::StoreError;
use primitives::PaymentId;

/// A failed request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: ErrorCode,
    message: String,
    fields: Vec<FieldError>,
    payment: Option<PaymentId>,
    amount_due: Option<i64>,
}

impl Failure {
    /// A failure with a sentence for developers. The sentence must hold nothing secret: it is sent.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), fields: Vec::new(), payment: None, amount_due: None }
    }

    /// Fields that cannot be accepted, all at once.
    pub fn fields(fields: Vec<FieldError>) -> Self {
        let message = "some fields cannot be accepted; `fields` names each of them";
        Self { fields, ..Self::new(ErrorCode::InvalidFields, message) }
    }

    /// The failure of this payment.
    #[must_use]
    pub fn of_payment(self, payment: PaymentId) -> Self {
        Self { payment: Some(payment), ..self }
    }

    /// A choice of invoices that cannot be one.
    pub fn choice(message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError { field: "invoices".to_owned(), message: message.into() }])
    }

    /// No invoice has this link.
    pub fn unknown_link() -> Self {
        Self::new(ErrorCode::LinkUnknown, "no invoice has this link")
    }

    /// A page could not be put together, which is logged here.
    pub fn page(error: impl Into<anyhow::Error>) -> Self {
        let error = format!("{:#}", error.into());
        tracing::error!(error, "the page could not be made");
        Self::new(ErrorCode::ServerError, "the page could not be made; the log says why")
    }

    /// What the failure is.
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The status that its answer has.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, failure) = (self.status(), self.clone());
        let body = ErrorBody {
            code: self.code,
            actor: self.code.actor(),
            message: self.message,
            fields: self.fields,
            payment: self.payment,
            amount_due: self.amount_due,
        };
        // Layers that answer in another form than JSON read it there.
        (status, Extension(failure), Json(body)).into_response()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        match error {
            StoreError::Unavailable(_) => Self::new(
                ErrorCode::Unavailable,
                "the database cannot be used now; nothing happened, try again",
            ),
            StoreError::Impossible { .. } => {
                Self::new(ErrorCode::ServerError, "a stored record is damaged; the log names it")
            }
        }
    }
}

impl From<PayError> for Failure {
    fn from(error: PayError) -> Self {
        match error {
            PayError::LinkUnknown => Self::unknown_link(),
            PayError::Void => Self::new(ErrorCode::InvoiceVoid, "the merchant took the invoice back"),
            PayError::Expired => {
                Self::new(ErrorCode::InvoiceExpired, "the invoice can no longer be paid by this link")
            }
            PayError::AlreadyPaid => Self::new(ErrorCode::AlreadyPaid, "the invoice is paid"),
            PayError::AmountChanged(due) => Self {
                amount_due: Some(due.minor()),
                ..Self::new(
                    ErrorCode::AmountChanged,
                    "the amount agreed is not the amount due; show the invoice again",
                )
            },
            PayError::TipRefused => Self::fields(vec![FieldError {
                field: "tip".to_owned(),
                message: "must be 0, as the invoice takes no tip, or one that the invoice takes".to_owned(),
            }]),
            PayError::NotOnStatement(_) => Self::choice("must name invoices of this statement"),
            PayError::ProofNeeded => {
                let message = "the saved card needs a proof that has not ended; nothing was charged";
                Self::new(ErrorCode::ProofNeeded, message)
            }
            PayError::CardGone => Self::new(
                ErrorCode::SavedCardGone,
                "the saved card can be charged no more; nothing was charged, use another card",
            ),
            PayError::InProgress(payment) => {
                let message = "another attempt to pay this invoice has not ended; follow it";
                Self::new(ErrorCode::PaymentInProgress, message).of_payment(payment)
            }
            PayError::KeyReused => Self::new(
                ErrorCode::IdempotencyKeyReused,
                "the idempotency key was used for another request; use a new key for a new attempt",
            ),
            PayError::Store(error) => error.into(),
        }
    }
}

impl From<CreateError> for Failure {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Problems(problems) => {
                let field = |problem: payments::InvoiceProblem| FieldError {
                    field: problem.field,
                    message: problem.message,
                };
                Self::fields(problems.into_iter().map(field).collect())
            }
            CreateError::NumberTaken => Self::new(
                ErrorCode::InvoiceNumberTaken,
                "there is an invoice of this number; numbers are unique",
            ),
            CreateError::NoMail => Self::fields(vec![FieldError {
                field: "send".to_owned(),
                message: "must be left out, as the server has no settings for mail".to_owned(),
            }]),
            CreateError::Store(error) => error.into(),
        }
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        match error {
            SendError::Unknown => Self::new(ErrorCode::NotFound, "there is no such invoice"),
            SendError::Closed => Self::new(
                ErrorCode::InvoiceNotChangeable,
                "nothing is to be paid by the invoice's link any more",
            ),
            SendError::NoMail => Self::new(ErrorCode::NotFound, "the server has no settings for mail"),
            SendError::Store(error) => error.into(),
        }
    }
}

impl From<ChangeError> for Failure {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Unknown => Self::new(ErrorCode::NotFound, "there is no such invoice"),
            ChangeError::Paid => {
                Self::new(ErrorCode::InvoiceNotChangeable, "the invoice is paid; refund it instead")
            }
            ChangeError::BeingPaid => Self::new(
                ErrorCode::InvoiceNotChangeable,
                "the invoice is being paid; ask again once that has ended",
            ),
            ChangeError::Store(error) => error.into(),
        }
    }
}
