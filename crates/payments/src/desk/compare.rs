//! Reads both sides of a period and compares them.

use jiff::SignedDuration;
use primitives::MerchantSlug;

use super::Desk;
use super::hint::HintError;
use crate::Payment;
use crate::port::{Clock, Gateway, Random, SeenCharge, Store, StoreError};
use crate::reconcile::{Comparison, Period, compare, is_nobodys};

/// How much further than the period is read. A payment that stays unclear is charged again for hours, and one found
/// late has a charge from long before.
const MARGIN: SignedDuration = SignedDuration::from_hours(24);

impl<S: Store, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Compares every payment of the period with Clover's own list. Changes nothing.
    ///
    /// # Errors
    /// When Clover's whole list or our records cannot be read: then nothing is known of the period.
    pub async fn reconcile(&self, merchant: &MerchantSlug, period: Period) -> Result<Comparison, HintError> {
        let from = period.from.checked_sub(MARGIN).unwrap_or(period.from);
        let until = period.until.checked_add(MARGIN).unwrap_or(period.until);
        // Clover is read first: what it shows has its row by then, as rows are stored before Clover is called.
        let clovers = self.gateway.list_charges(merchant, from).await?;
        let ours = self.store.payments_between(merchant, from, until).await?;
        let our_orders = self.our_orders(merchant, &ours, &clovers).await?;
        Ok(compare(period, &ours, &clovers, &our_orders))
    }

    /// Which of the orders of charges that bear nothing of ours belong to our invoices all the same.
    async fn our_orders(
        &self,
        merchant: &MerchantSlug,
        ours: &[Payment],
        clovers: &[SeenCharge],
    ) -> Result<Vec<String>, StoreError> {
        let mut our_orders = Vec::new();
        let nobodys = clovers.iter().filter(|charge| is_nobodys(charge, ours));
        for order in nobodys.filter_map(|charge| charge.order.as_ref()) {
            if self.store.invoice_by_order(merchant, order).await?.is_some() {
                our_orders.push(order.clone());
            }
        }
        Ok(our_orders)
    }
}
