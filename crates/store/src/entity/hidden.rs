//! A text column that no `Debug` output may show.

use std::fmt;

use sea_orm::DeriveValueType;

/// A secret or a piece of somebody's privacy on its way to or from the database.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub(crate) struct Hidden(pub(crate) String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("hidden")
    }
}
