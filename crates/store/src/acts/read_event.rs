//! Looks events up.

use payments::Event;
use payments::port::StoreError;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::event;
use crate::error::failed;
use crate::rows;

/// In the order in which they were written: clocks of several nodes may differ.
pub(super) async fn untold(connection: &impl ConnectionTrait, limit: u32) -> Result<Vec<Event>, StoreError> {
    let found = event::Entity::find()
        .filter(event::Column::ToldAt.is_null())
        .order_by_asc(event::Column::Place)
        .limit(u64::from(limit))
        .all(connection)
        .await
        .map_err(failed("events"))?;
    found.iter().map(rows::event::from_row).collect()
}
