//! Names of our own things: a prefix that says what it is, and 128 random bits.

use crate::text::text_newtype;

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an id of the form {prefix}_ and 26 lower-case letters and digits")]
pub struct IdError {
    prefix: &'static str,
}

/// The length of 16 bytes in base 32 without padding.
const BODY_LENGTH: usize = 26;

macro_rules! id {
    ($(#[doc = $doc:literal])+ $name:ident, $prefix:literal) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Makes the id of these random bytes.
            pub fn from_random(bytes: [u8; 16]) -> Self {
                let body = data_encoding::BASE32_NOPAD.encode(&bytes).to_ascii_lowercase();
                Self(format!(concat!($prefix, "_{}"), body))
            }

            /// Reads an id back.
            ///
            /// # Errors
            /// When the prefix is another one or the rest is not one of our ids.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                let body = text.strip_prefix(concat!($prefix, "_")).unwrap_or_default();
                let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
                if body.len() == BODY_LENGTH && body.bytes().all(allowed) {
                    Ok(Self(text.to_owned()))
                } else {
                    Err(IdError { prefix: $prefix })
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        text_newtype!($name, IdError);

        #[cfg(feature = "openapi")]
        crate::described::described!(
            $name,
            concat!($($doc),+),
            crate::described::of_pattern(concat!("^", $prefix, "_[a-z2-7]{26}$"))
        );
    };
}

id!(
    /// Names an invoice: `inv_…`.
    InvoiceId,
    "inv"
);
id!(
    /// Names one attempt to pay an invoice: `pay_…`.
    PaymentId,
    "pay"
);
id!(
    /// Names a giving back of a payment: `ref_…`.
    RefundId,
    "ref"
);
id!(
    /// Names a card that a payer lets the merchant keep: `crd_…`.
    CardId,
    "crd"
);
id!(
    /// Names a statement of several invoices: `stm_…`.
    StatementId,
    "stm"
);
id!(
    /// Names something that the merchant must hear of: `evt_…`.
    EventId,
    "evt"
);
id!(
    /// Names a mail: `mail_…`.
    MailId,
    "mail"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_it_was_made() {
        let id = InvoiceId::from_random([7; 16]);
        assert_eq!(InvoiceId::parse(id.as_str()), Ok(id));
    }

    #[test]
    fn ids_of_one_kind_are_not_ids_of_another() {
        let id = InvoiceId::from_random([7; 16]);
        assert!(PaymentId::parse(id.as_str()).is_err());
    }

    #[test]
    fn junk_is_not_an_id() {
        for junk in ["", "inv_", "inv_é", "inv_0000000000000000000000000", "inv_AAAAAAAAAAAAAAAAAAAAAAAAAA"]
        {
            assert!(InvoiceId::parse(junk).is_err(), "{junk}");
        }
    }
}
