//! Why the merchant has to look at an approved payment: keep the money, or give it back.

/// What was unexpected about an approval. The money is recorded all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// It became known only after the invoice had expired.
    AfterExpiry,
    /// The merchant had taken the invoice back.
    AfterVoid,
    /// It is more than was still to be paid.
    Overpaid,
}
