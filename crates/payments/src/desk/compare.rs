//! Reads both sides of a period and compares them.

use jiff::SignedDuration;
use primitives::MerchantSlug;

use super::Desk;
use super::hint::HintError;
use crate::port::{Clock, Gateway, Random, Store};
use crate::reconcile::{Difference, Period, differences};

/// How much further than the period is read. A payment that stays unclear is charged again for hours, and one found
/// late has a charge from long before.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Compares every payment of the period with Clover's own list; empty when both agree. Changes nothing.
    ///
    /// # Errors
    /// When Clover's whole list or our records cannot be read: then nothing is known of the period.
    pub async fn reconcile(
        &self,
        merchant: &MerchantSlug,
        period: Period,
    ) -> Result<Vec<Difference>, HintError> {
        let from = period.from.checked_sub(MARGIN).unwrap_or(period.from);
        let until = period.until.checked_add(MARGIN).unwrap_or(period.until);
        // Clover is read first: what it shows has its row by then, as rows are stored before Clover is called.
        let clovers = self.gateway.list_charges(merchant, from).await?;
        let ours = self.store.payments_between(merchant, from, until).await?;
        Ok(differences(period, &ours, &clovers))
    }
}
