//! The sites that may show a merchant's pay pages.

use crate::{TOKEN_SET, good, problems, read, with};

fn with_sites(sites: &str) -> String {
    with("locale =", &format!("embed_origins = {sites}\nlocale ="))
}

#[test]
fn no_site_may_embed_unless_it_is_named() {
    let sites = |text: &str| {
        let config = read(text, TOKEN_SET).unwrap();
        config.merchants.values().flat_map(|acme| acme.embed_origins.clone()).collect::<Vec<_>>()
    };
    assert!(sites(&good()).is_empty());
    let named = sites(&with_sites(r#"["https://portal.example.com/", "http://localhost:8070"]"#));
    let named: Vec<_> = named.iter().map(server::config::EmbedOrigin::as_str).collect();
    assert_eq!(named, ["https://portal.example.com", "http://localhost:8070"]);
}

#[test]
fn a_site_that_could_be_any_is_refused_with_what_to_write_instead() {
    for sites in [r#"["*"]"#, r#"["https://*.example.com"]"#, r#"["http://portal.example.com"]"#] {
        let found = problems(&with_sites(sites), TOKEN_SET);
        assert!(
            matches!(&found[..], [one] if one.starts_with("merchants.acme.embed_origins must be scheme")),
            "{sites}: {found:?}"
        );
    }
    let many = vec!["\"https://portal.example.com\""; 21].join(",");
    assert_eq!(problems(&with_sites(&format!("[{many}]")), TOKEN_SET).len(), 1);
}
