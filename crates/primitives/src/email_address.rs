//! An e-mail address that a receipt can be sent to.

use std::fmt;

use crate::text::text_newtype;

/// An address of the form `name@host.tld`, 254 characters at most. `Debug` hides it: it belongs to a person.
#[derive(Clone, PartialEq, Eq)]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not an e-mail address")]
pub struct EmailAddressError;

impl EmailAddress {
    /// Reads an address; surrounding spaces are dropped.
    ///
    /// The check is the one of an HTML `<input type="email">` and a dot in the host: whatever passes here, the
    /// browser lets through too. Whether anybody reads it, only a letter can tell.
    ///
    /// # Errors
    /// When the text has another form.
    pub fn parse(text: &str) -> Result<Self, EmailAddressError> {
        let text = text.trim();
        let (name, host) = text.rsplit_once('@').ok_or(EmailAddressError)?;
        if text.len() <= 254 && is_name(name) && is_host(host) {
            Ok(Self(text.to_owned()))
        } else {
            Err(EmailAddressError)
        }
    }
}

impl EmailAddress {
    /// Whether both name one mailbox, as mailboxes are in practice: capital letters make no difference.
    pub fn is_same_mailbox(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

fn is_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    !name.is_empty() && name.bytes().all(allowed)
}

fn is_host(host: &str) -> bool {
    let is_label = |label: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let edge_is_hyphen = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.len()) && label.bytes().all(allowed) && !edge_is_hyphen
    };
    host.contains('.') && host.split('.').all(is_label)
}

impl fmt::Debug for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EmailAddress(hidden)")
    }
}

text_newtype!(EmailAddress, EmailAddressError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_addresses_pass() {
        for text in ["ada@example.test", " ada@example.test ", "a.b+c@sub.example.co", "o'neil@example.ca"] {
            assert!(EmailAddress::parse(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn other_texts_do_not() {
        let long = format!("{}@example.test", "a".repeat(250));
        for text in [
            "",
            "ada",
            "@example.test",
            "ada@",
            "ada@host",
            "a b@example.test",
            "a@-x.test",
            "a@x..y",
            "a@x.y\r\nBcc: b@c.d",
            &long,
        ] {
            assert!(EmailAddress::parse(text).is_err(), "{text}");
        }
    }
}
