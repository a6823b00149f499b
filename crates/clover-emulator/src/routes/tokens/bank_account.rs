//! ACH tokens (docs:create-an-ach-token). No bank is asked: two account numbers are declined when they are charged.

use clover_api::wire::{AccountType, CardDetails, CheckType, Code, CustomerIdType};

use crate::cards;
use crate::envelope::Answer;
use crate::fields::{Fields, missing};
use crate::state::Means;

pub(super) fn means(fields: &Fields<'_>) -> Result<Means, Answer> {
    let wrong = |param, message| Answer::invalid(Code::InvalidRequest, param, message);
    let account = fields.required_text("bank_account_number")?;
    if !(4..=17).contains(&account.len()) || !account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(wrong("bank_account_number", "The account number is not valid."));
    }
    if !is_routing_number(fields.required_text("bank_routing_number")?) {
        return Err(wrong("bank_routing_number", "The routing number is not valid."));
    }
    if let AccountType::Other(_) = AccountType::from(fields.required_text("account_type")?) {
        return Err(wrong("account_type", "Either checking or savings is expected."));
    }
    if let CustomerIdType::Other(_) = CustomerIdType::from(fields.required_text("customer_id_type")?) {
        return Err(wrong("customer_id_type", "This kind of document is not taken."));
    }
    for name in ["customer_id", "customer_id_state", "phone", "address_line1", "address_city"] {
        fields.required_text(name)?;
    }
    fields.email("email")?.ok_or_else(|| missing("email"))?;
    Ok(Means::BankAccount {
        shown: CardDetails {
            last4: account.get(account.len() - 4..).map(str::to_owned),
            name: Some(holder(fields)?),
            ..CardDetails::default()
        },
        verdict: cards::account_verdict(account),
    })
}

/// Nine digits, the last of which checks the others.
fn is_routing_number(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|digit| digit.to_digit(10)).collect();
    let weighed: u32 =
        digits.iter().zip([3, 7, 1, 3, 7, 1, 3, 7, 1]).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 9 && text.len() == 9 && weighed.is_multiple_of(10)
}

/// People have two names, companies one.
fn holder(fields: &Fields<'_>) -> Result<String, Answer> {
    match CheckType::from(fields.required_text("check_type")?) {
        CheckType::Personal => {
            Ok(format!("{} {}", fields.required_text("first_name")?, fields.required_text("last_name")?))
        }
        CheckType::Corporate => Ok(fields.required_text("business_name")?.to_owned()),
        CheckType::Other(_) => {
            let message = "Either personal_check or corporate_check is expected.";
            Err(Answer::invalid(Code::InvalidRequest, "check_type", message))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_routing_number_is_caught() {
        assert!(is_routing_number("021000021"));
        for wrong in ["021000022", "21000021", "0210000210", "02100002x", "021 000 021"] {
            assert!(!is_routing_number(wrong), "{wrong}");
        }
    }
}
