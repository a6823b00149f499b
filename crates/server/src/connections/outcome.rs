//! How a merchant's way to Clover and back can end, each with a page of its own.

/// The end of an attempt to connect. None of them names a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The merchant is connected.
    Connected,
    /// The merchant, or Clover, said no.
    Denied,
    /// The link was never made, or long ago.
    LinkUnknown,
    /// The link's time is over.
    LinkExpired,
    /// Somebody has connected with the link.
    LinkUsed,
    /// The browser came back without what it left with.
    StateUnknown,
    /// The browser came back too late.
    StateExpired,
    /// The browser came back twice.
    StateUsed,
    /// Another merchant, or another app, than the one that is meant.
    OtherMerchant,
    /// Clover gave no tokens for the code, or not for this merchant.
    ExchangeFailed,
    /// No merchant of this server connects like this.
    NotSetUp,
}

impl Outcome {
    /// Every outcome, for tables that must not forget one.
    pub const ALL: &[Self] = &[
        Self::Connected,
        Self::Denied,
        Self::LinkUnknown,
        Self::LinkExpired,
        Self::LinkUsed,
        Self::StateUnknown,
        Self::StateExpired,
        Self::StateUsed,
        Self::OtherMerchant,
        Self::ExchangeFailed,
        Self::NotSetUp,
    ];

    /// Its name in addresses and in the tables of sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connected => "connected",
            Self::Denied => "denied",
            Self::LinkUnknown => "link-unknown",
            Self::LinkExpired => "link-expired",
            Self::LinkUsed => "link-used",
            Self::StateUnknown => "state-unknown",
            Self::StateExpired => "state-expired",
            Self::StateUsed => "state-used",
            Self::OtherMerchant => "other-merchant",
            Self::ExchangeFailed => "exchange-failed",
            Self::NotSetUp => "not-set-up",
        }
    }

    /// The outcome of this name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|outcome| outcome.name() == name)
    }
}
