//! What a table shows of itself so that its rows can be claimed when they are due.

use sea_orm::{EntityTrait, Value};

use crate::entity::{event, mail, payment, refund, saved_card, webhook};

/// A table whose rows wait for somebody to take them.
pub(crate) trait Queue: EntityTrait {
    /// Its name.
    const TABLE: &'static str;
    /// What names a row, and orders those that are due at the same time.
    const KEY: Self::Column;
    /// When a row is to be taken; nothing for those that are not.
    const DUE_AT: Self::Column;
    /// The fence.
    const VERSION: Self::Column;
    /// How often a row was taken, where that is counted.
    const TRIES: Option<Self::Column>;

    /// The row's key.
    fn key(row: &Self::Model) -> Value;

    /// The row as the claim has left it.
    fn move_on(row: &mut Self::Model, until: i64);
}

macro_rules! queue {
    ($table:ident, $name:literal, $Key:ident, $row:ident => $key:expr $(, $tries:ident: $Tries:ident)?) => {
        impl Queue for $table::Entity {
            const TABLE: &'static str = $name;
            const KEY: $table::Column = $table::Column::$Key;
            const DUE_AT: $table::Column = $table::Column::DueAt;
            const VERSION: $table::Column = $table::Column::Version;
            const TRIES: Option<$table::Column> = queue!(@tries $table $($Tries)?);

            fn key($row: &$table::Model) -> Value {
                $key.into()
            }

            fn move_on(row: &mut $table::Model, until: i64) {
                row.due_at = Some(until);
                row.version += 1;
                $(row.$tries += 1;)?
            }
        }
    };
    (@tries $table:ident $Tries:ident) => { Some($table::Column::$Tries) };
    (@tries $table:ident) => { None };
}

queue!(payment, "payments", Id, row => row.id.as_str());
queue!(refund, "refunds", Id, row => row.id.as_str());
queue!(event, "events", Place, row => row.place, tries: Tries);
queue!(webhook, "webhooks_received", Fingerprint, row => row.fingerprint.as_str(), tries: Tries);
queue!(mail, "mails", Id, row => row.id.as_str(), tries: Tries);
queue!(saved_card, "saved_cards", Id, row => row.id.as_str());
