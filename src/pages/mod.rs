//! The addresses of the page and what each shows.

pub mod nothing_here;
pub mod pay;

use leptos_router::{ParamSegment, StaticSegment};

pub use nothing_here::NothingHere;
pub use pay::PayPage;

/// A page that has an address; every other address shows [`NothingHere`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// One invoice: `/pay/{link}`.
    Pay,
}

impl Page {
    /// The name of the part of the address that is the link.
    pub const LINK: &'static str = "link";

    /// The address as the router wants it; the same as [`api_types::path::PAY`].
    pub fn pattern(self) -> (StaticSegment<&'static str>, ParamSegment) {
        match self {
            Self::Pay => (StaticSegment("pay"), ParamSegment(Self::LINK)),
        }
    }
}
