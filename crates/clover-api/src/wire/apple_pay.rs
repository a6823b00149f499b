//! What Apple Pay hands out, encrypted for Clover (docs:create-applepaywallet-token, clover-facts 2.4).

use secrecy::SecretString;
use serde::Serialize;

use super::exposed::exposed;

/// The `paymentData` of Apple's payment token, passed on unread.
#[derive(Debug, Clone, Serialize)]
pub struct ApplePayPaymentData {
    /// `EC_v1` or `RSA_v1`.
    pub version: String,
    /// The encrypted payment, base64.
    #[serde(serialize_with = "exposed")]
    pub data: SecretString,
    /// Apple's signature over it, base64.
    #[serde(serialize_with = "exposed")]
    pub signature: SecretString,
    /// What the decryption needs.
    pub header: ApplePayHeader,
}

/// What the decryption of an Apple Pay payment needs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplePayHeader {
    /// The device's public key for this payment, base64.
    pub ephemeral_public_key: String,
    /// Which certificate of the merchant's it was encrypted for, base64.
    pub public_key_hash: String,
    /// Made by the device, hexadecimal.
    pub transaction_id: String,
}
