//! Clover's file of cards: one customer for each card, as a customer has one card (clover-facts 2.11).

use clover_api::wire::{CreateCustomer, EcomIndicator};
use clover_api::{ApiError, RefusalKind};
use payments::port::{CardFile, FileAnswer, FileRequest, RevokeAnswer};
use primitives::MerchantSlug;

use super::CloverGateway;
use super::text::storable;

impl CardFile for CloverGateway {
    async fn put_on_file(&self, request: &FileRequest<'_>) -> FileAnswer {
        let Some(client) = self.client(request.merchant) else { return FileAnswer::Unknown };
        let mut body = CreateCustomer::with_card(request.email.as_str(), request.token.as_str().into());
        body.ecomind = Some(EcomIndicator::Ecom);
        match client.create_customer(&body, request.key.as_str()).await {
            Ok(customer) => {
                let source = customer.card().map(|card| storable(card.to_owned()));
                FileAnswer::OnFile { customer: storable(customer.id), source }
            }
            Err(error) => not_filed(request.merchant, &error),
        }
    }

    /// A customer that Clover does not know, or who has no card, is as good as one whose card was taken off.
    async fn take_off_file(
        &self,
        merchant: &MerchantSlug,
        customer: &str,
        source: Option<&str>,
    ) -> RevokeAnswer {
        let Some(client) = self.client(merchant) else { return RevokeAnswer::Unknown };
        let source = match source {
            Some(source) => source.to_owned(),
            None => match client.customer(customer).await {
                Ok(found) => match found.card() {
                    Some(card) => card.to_owned(),
                    None => return RevokeAnswer::Gone,
                },
                Err(error) => return not_revoked(merchant, &error),
            },
        };
        match client.revoke_card(customer, &source).await {
            Ok(_) => RevokeAnswer::Gone,
            Err(error) => not_revoked(merchant, &error),
        }
    }
}

/// Credentials and limits may be put right; what is wrong with the request stays wrong.
fn not_filed(merchant: &MerchantSlug, error: &ApiError) -> FileAnswer {
    tracing::warn!(%merchant, %error, "a card was not put on file");
    match error {
        ApiError::Declined(_) => FileAnswer::Refused,
        ApiError::Refused(refusal) => match refusal.kind {
            RefusalKind::BadRequest | RefusalKind::NotFound | RefusalKind::Other(_) => FileAnswer::Refused,
            RefusalKind::Unauthorized
            | RefusalKind::Forbidden
            | RefusalKind::NotAcceptable
            | RefusalKind::Conflict
            | RefusalKind::RateLimited { .. } => FileAnswer::Unknown,
        },
        ApiError::Unknown(_) | ApiError::NotSent(_) => FileAnswer::Unknown,
    }
}

fn not_revoked(merchant: &MerchantSlug, error: &ApiError) -> RevokeAnswer {
    match error {
        ApiError::Refused(refusal) if refusal.kind == RefusalKind::NotFound => RevokeAnswer::Gone,
        ApiError::Refused(_) | ApiError::Declined(_) | ApiError::Unknown(_) | ApiError::NotSent(_) => {
            tracing::warn!(%merchant, %error, "a card was not taken off file");
            RevokeAnswer::Unknown
        }
    }
}
