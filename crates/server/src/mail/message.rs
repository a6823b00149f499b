//! The form of a mail: headers, a plain text and the same as HTML.

use std::time::SystemTime;

use anyhow::Context;
use lettre::address::Address;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Message, message};
use minijinja::{Environment, UndefinedBehavior, Value, context};
use payments::Mail;
use primitives::EmailAddress;

use super::letter::Letter;
use crate::config::Merchant;

/// The templates of both parts.
#[derive(Debug)]
pub(crate) struct Stationery {
    templates: Environment<'static>,
    from: EmailAddress,
}

impl Stationery {
    /// Reads the templates; mails come from this address.
    ///
    /// # Errors
    /// When a template is wrong.
    pub(crate) fn new(from: EmailAddress) -> anyhow::Result<Self> {
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates
            .add_template("mail.html", include_str!("../../templates/mail.html"))
            .context("mail.html")?;
        templates.add_template("mail.txt", include_str!("../../templates/mail.txt")).context("mail.txt")?;
        Ok(Self { templates, from })
    }

    /// The mail with its headers, the same for the same mail however often it is sent.
    ///
    /// # Errors
    /// When the address is one that no mail can be sent to, or a template is wrong.
    pub(crate) fn message(
        &self,
        mail: &Mail,
        letter: &Letter,
        merchant: &Merchant,
    ) -> anyhow::Result<Message> {
        let page = context! {
            letter => Value::from(minijinja::value::Serde(letter)),
            merchant => merchant.name.as_str(),
            accent => merchant.accent.as_str(),
            email => merchant.contact.email.as_deref(),
            phone => merchant.contact.phone.as_deref(),
        };
        let text = self.templates.get_template("mail.txt")?.render(&page)?;
        let html = self.templates.get_template("mail.html")?.render(&page)?;
        let parts = MultiPart::alternative_plain_html(text, html);
        Ok(self.headers(mail, letter, merchant)?.multipart(parts)?)
    }

    fn headers(
        &self,
        mail: &Mail,
        letter: &Letter,
        merchant: &Merchant,
    ) -> anyhow::Result<message::MessageBuilder> {
        let (_, host) = self.from.as_str().rsplit_once('@').context("the sender has no host")?;
        let headers = Message::builder()
            .from(Mailbox::new(Some(one_line(&merchant.mail.sender_name)), address(&self.from)?))
            .to(Mailbox::new(None, address(&mail.to)?))
            .subject(one_line(&letter.subject))
            .date(SystemTime::from(mail.at))
            .message_id(Some(format!("<{}@{host}>", mail.id)))
            // Nobody's holiday notice needs to answer this.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Content-Language"),
                letter.locale.to_owned(),
            ));
        Ok(match &merchant.mail.reply_to {
            Some(reply_to) => headers.reply_to(Mailbox::new(None, address(reply_to)?)),
            None => headers,
        })
    }
}

fn address(address: &EmailAddress) -> anyhow::Result<Address> {
    // The library's error quotes what it was given.
    address.as_str().parse().ok().context("an address is none that mail can be sent to")
}

/// A header is one line, whatever a name holds.
fn one_line(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
