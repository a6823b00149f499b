//! The processor's batch: payments that are not settled yet can be made void; settled ones can only be given back.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// Which payments are settled and which were made void. Clover closes a batch once a day; here a lever does.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Batch {
    settled: BTreeSet<String>,
    voided: BTreeSet<String>,
}

impl Batch {
    /// Settles these payments; answers how many were still open.
    pub(crate) fn close<'a>(&mut self, charges: impl Iterator<Item = &'a str>) -> usize {
        let open: Vec<String> = charges
            .filter(|id| !self.settled.contains(*id) && !self.voided.contains(*id))
            .map(str::to_owned)
            .collect();
        let count = open.len();
        self.settled.extend(open);
        count
    }

    pub(crate) fn is_settled(&self, charge: &str) -> bool {
        self.settled.contains(charge)
    }

    pub(crate) fn make_void(&mut self, charge: &str) {
        self.voided.insert(charge.to_owned());
    }

    /// Whether the payment of this charge is void: the platform shows `VOIDED`, and no refund.
    pub(crate) fn is_void(&self, charge: &str) -> bool {
        self.voided.contains(charge)
    }
}
