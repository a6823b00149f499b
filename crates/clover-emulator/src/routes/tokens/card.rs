//! Card tokens: the checks that need no issuer, for a number in the clear or an encrypted one.

use clover_api::wire::{Brand, CardDetails, Code};

use crate::cards;
use crate::clock::Clock;
use crate::envelope::Answer;
use crate::fields::Fields;
use crate::state::Means;
use crate::transarmor;

pub(super) fn means(fields: &Fields<'_>, clock: Clock) -> Result<Means, Answer> {
    let number = match fields.text("encrypted_pan")? {
        Some(encrypted) => decrypted(fields, encrypted)?,
        None => plain(fields.required_text("number")?),
    };
    let number = checked(number)?;
    let card = details(fields, &number, clock)?;
    Ok(Means::Card { card, verdict: cards::verdict(&number) })
}

fn plain(number: &str) -> String {
    number.chars().filter(|c| !matches!(c, ' ' | '-')).collect()
}

/// Both ends are sent in the clear beside it and must agree with it.
fn decrypted(fields: &Fields<'_>, encrypted: &str) -> Result<String, Answer> {
    let number = transarmor::decrypt(encrypted)
        .map_err(|objection| Answer::invalid(Code::InvalidNumber, "encrypted_pan", objection))?;
    let (first6, last4) = (fields.required_text("first6")?, fields.required_text("last4")?);
    if number.starts_with(first6) && first6.len() == 6 && number.ends_with(last4) && last4.len() == 4 {
        return Ok(number);
    }
    Err(Answer::invalid(Code::IncorrectNumber, "first6", "The ends of the number do not agree with it."))
}

fn checked(number: String) -> Result<String, Answer> {
    if !(12..=19).contains(&number.len()) || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Answer::invalid(Code::InvalidNumber, "number", "The card number is not a valid one."));
    }
    if !cards::passes_luhn(&number) {
        return Err(Answer::invalid(Code::IncorrectNumber, "number", "The card number is incorrect."));
    }
    Ok(number)
}

fn details(fields: &Fields<'_>, number: &str, clock: Clock) -> Result<CardDetails, Answer> {
    let brand = brand(fields, number)?;
    let (exp_month, exp_year) = expiry(fields, clock)?;
    security_code(fields, &brand)?;
    Ok(CardDetails {
        brand: Some(brand),
        exp_month: Some(exp_month),
        exp_year: Some(exp_year),
        first6: number.get(..6).map(str::to_owned),
        last4: number.get(number.len() - 4..).map(str::to_owned),
        name: fields.text("name")?.map(str::to_owned),
        address_zip: fields.text("address_zip")?.map(str::to_owned),
        ..CardDetails::default()
    })
}

/// The number decides; a brand that is named must agree with it.
fn brand(fields: &Fields<'_>, number: &str) -> Result<Brand, Answer> {
    let wrong = || Answer::invalid(Code::InvalidCardType, "brand", "The card type is not supported.");
    let brand = cards::brand(number).ok_or_else(wrong)?;
    match fields.text("brand")? {
        Some(named) if Brand::from(named) != brand => Err(wrong()),
        _ => Ok(brand),
    }
}

/// Two digits of month, four of year, not in the past. A year of two digits means this century.
pub(super) fn expiry(fields: &Fields<'_>, clock: Clock) -> Result<(String, String), Answer> {
    let wrong_month =
        || Answer::invalid(Code::InvalidExpiryMonth, "exp_month", "The month of expiry is not valid.");
    let wrong_year =
        || Answer::invalid(Code::InvalidExpiryYear, "exp_year", "The year of expiry is not valid.");
    let month = fields.required_text("exp_month")?;
    let month: i8 = month.parse().ok().filter(|month| (1..=12).contains(month)).ok_or_else(wrong_month)?;
    let year = fields.required_text("exp_year")?;
    let number: i16 = year.parse().map_err(|_| wrong_year())?;
    let number = match year.len() {
        2 => number + 2000,
        4 => number,
        _ => return Err(wrong_year()),
    };
    let (this_year, this_month) = clock.year_and_month();
    if number < this_year || number > this_year + 50 {
        return Err(wrong_year());
    }
    if number == this_year && month < this_month {
        return Err(wrong_month());
    }
    Ok((format!("{month:02}"), number.to_string()))
}

/// Three digits; four are taken for American Express too.
fn security_code(fields: &Fields<'_>, brand: &Brand) -> Result<(), Answer> {
    let code = fields.required_text("cvv")?;
    let fits = code.len() == 3 || (code.len() == 4 && *brand == Brand::Amex);
    if fits && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(Answer::invalid(Code::InvalidCvc, "cvv", "The security code is not valid."))
}
