//! Gift card tokens (docs:create-a-gift-card-token). Whether the card exists shows only when it is used.

use clover_api::wire::{Brand, CardDetails, Code};

use crate::envelope::Answer;
use crate::fields::Fields;
use crate::gift_cards;
use crate::state::Means;

pub(super) fn means(fields: &Fields<'_>) -> Result<Means, Answer> {
    let number = fields.required_text("number")?;
    if !matches!(number.len(), 6 | 13 | 16 | 19) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Answer::invalid(Code::InvalidNumber, "number", "The card number is not a valid one."));
    }
    let code = fields.text("security_code")?;
    if code.is_some_and(|code| !(4..=8).contains(&code.chars().count())) {
        return Err(Answer::invalid(Code::InvalidCvc, "security_code", "The security code is not valid."));
    }
    Ok(Means::GiftCard {
        shown: CardDetails {
            brand: Some(Brand::GiftCard),
            // Six digits may be the whole number.
            first6: number.get(..6).filter(|_| number.len() > 10).map(str::to_owned),
            last4: number.get(number.len() - 4..).map(str::to_owned),
            ..CardDetails::default()
        },
        row: gift_cards::find(number, code),
    })
}
