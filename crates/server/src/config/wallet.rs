//! The wallets that a merchant offers beside the card form, and the file by which Apple knows the site.

use std::path::PathBuf;

use super::table::{Problems, Table};

/// A wallet that Clover's elements know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wallet {
    /// Google Pay.
    GooglePay,
    /// Apple Pay.
    ApplePay,
}

/// The wallets of this merchant; none unless set.
pub(super) fn read(table: &mut Table<'_>, problems: &mut Problems) -> Option<Vec<Wallet>> {
    let wallet = |text: &str| match text {
        "google-pay" => Ok(Wallet::GooglePay),
        "apple-pay" => Ok(Wallet::ApplePay),
        _ => Err("must hold \"google-pay\", \"apple-pay\" or both"),
    };
    let texts = table.texts("wallets", problems);
    texts.iter().map(|text| problems.parsed(&text.place, wallet(&text.value))).collect()
}

/// Where the file is that proves to Apple whose site this is, if it is set.
pub(super) fn domain_association(table: &mut Table<'_>, problems: &mut Problems) -> Option<PathBuf> {
    table.text("apple_pay_domain_association", problems).map(|path| PathBuf::from(path.value))
}
