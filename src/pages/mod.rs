//! The addresses of the page and what each shows.

pub mod nothing_here;
pub mod pay;

pub use nothing_here::NothingHere;
pub use pay::PayPage;

/// What an address shows.
///
/// The router tells where we are and follows the browser; the addresses themselves are matched here, because its
/// own table of routes costs 27 KB (brotli), a fifth of the whole page, and there is one address to match.
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
    pub fn at(path: &str) -> Self {
        match path.strip_prefix("/pay/").map(|link| link.trim_end_matches('/')) {
            Some(link) if !link.is_empty() && !link.contains('/') => Self::Pay { link: link.to_owned() },
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
