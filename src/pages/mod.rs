//! The addresses of the page and what each shows.

pub mod nothing_here;
pub mod pay;

use leptos_router::{ParamSegment, PartialPathMatch, PossibleRouteMatch, StaticSegment};

/// What an address shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// One invoice: `/pay/{link}`, as in [`api_types::path::PAY`].
    Pay {
        /// The secret in the link.
        link: String,
    },
    /// No page of ours.
    NothingHere,
}

impl Page {
    /// The page at this path.
    ///
    /// The router's patterns decide, without its components: those follow the browser from page to page, which
    /// nobody does here, and would make the whole page a third larger.
    pub fn at(path: &str) -> Self {
        let pay = (StaticSegment("pay"), ParamSegment("link"));
        let link =
            pay.test(path).filter(PartialPathMatch::is_complete).and_then(|found| found.params().pop());
        match link {
            Some((_, link)) if !link.is_empty() => Self::Pay { link },
            Some(_) | None => Self::NothingHere,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_with_a_link_is_an_invoice_and_any_other_is_nothing() {
        assert_eq!(Page::at(&api_types::path::pay("abc")), Page::Pay { link: "abc".to_owned() });
        assert_eq!(Page::at("/pay/abc/"), Page::Pay { link: "abc".to_owned() });
        for path in ["/", "/pay", "/pay/", "/pay/abc/def", "/payments/abc", "/x/pay/abc"] {
            assert_eq!(Page::at(path), Page::NothingHere, "{path}");
        }
    }
}
