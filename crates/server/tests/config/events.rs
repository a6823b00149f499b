//! The receiver of a merchant's events, and the keys that sign for it.

use crate::{TOKEN, TOKEN_SET, TOKEN_VARIABLE, good, problems, read, with};

const SECRET_VARIABLE: &str = "TREFOIL_MERCHANTS__ACME__EVENTS_SECRET";
const SECRET: &str = "whsec_bmV3IGtleSBvZiBhY21lLCAzMiBieXRlcyBsb25nISE=";

/// A good file with this receiver.
fn with_receiver(url: &str) -> String {
    with("locale =", &format!("events_url = \"{url}\"\nlocale ="))
}

/// The problems of this receiver, signed for with this secret.
fn problems_of_receiver(url: &str, secret: &str) -> Vec<String> {
    problems(&with_receiver(url), &[(TOKEN_VARIABLE, TOKEN), (SECRET_VARIABLE, secret)])
}

/// How many keys sign for this receiver.
fn keys_of_receiver(url: &str, secret: &str) -> usize {
    let config = read(&with_receiver(url), &[(TOKEN_VARIABLE, TOKEN), (SECRET_VARIABLE, secret)]);
    let config = config.unwrap_or_else(|error| panic!("{url}: {error}"));
    config.merchants.values().flat_map(|acme| &acme.events).map(|target| target.keys.len()).sum()
}

#[test]
fn a_receiver_of_events_needs_an_address_that_anybody_may_reach() {
    for url in [
        "http://crm.example/events",
        "ftp://localhost/",
        "https://user@crm.example/",
        "https://crm.example/#a",
        "https://10.0.0.8/events",
        "https://[fd00::1]/",
        "https://169.254.169.254/latest",
        "https://0xa.1.2.3/",
        "crm.example",
    ] {
        let found = problems_of_receiver(url, SECRET);
        assert_eq!(found.len(), 1, "{url}: {found:?}");
        assert!(found.iter().all(|problem| problem.starts_with("merchants.acme.events_url ")), "{found:?}");
    }
    for url in
        ["https://crm.example/events?x=1", "http://127.0.0.1:9/e", "http://localhost:9/", "http://[::1]:9/"]
    {
        assert_eq!(keys_of_receiver(url, SECRET), 1, "{url}");
    }
}

#[test]
fn a_receiver_of_events_needs_secrets_of_a_good_length_from_the_environment() {
    let url = "https://crm.example/events";
    for secret in ["", "whsec_", "whsec_AAAA", "no-prefix", &SECRET[..40], &[SECRET; 5].join(" ")] {
        let found = problems_of_receiver(url, secret);
        assert!(found.len() == 1 && found[0].contains("events_secret must be whsec_"), "{secret}: {found:?}");
    }
    assert_eq!(keys_of_receiver(url, &[SECRET; 4].join(" ")), 4);

    let text = with_receiver(url);
    let found = problems(&text, TOKEN_SET);
    assert!(found.len() == 1 && found[0].contains(SECRET_VARIABLE), "{found:?}");
    let text = text.replacen("locale =", &format!("events_secret = \"{SECRET}\"\nlocale ="), 1);
    for variables in [TOKEN_SET, &[(TOKEN_VARIABLE, TOKEN), (SECRET_VARIABLE, SECRET)]] {
        let found = problems(&text, variables);
        assert!(found.len() == 1 && found[0].contains("must not stand in a file"), "{found:?}");
    }
    let found = problems(&good(), &[(TOKEN_VARIABLE, TOKEN), (SECRET_VARIABLE, SECRET)]);
    assert!(found.len() == 1 && found[0].contains("without events_url"), "{found:?}");
}

#[test]
fn where_events_go_and_what_signs_them_is_not_shown() {
    let text = with_receiver("https://crm.example/s3cret-path");
    let config = read(&text, &[(TOKEN_VARIABLE, TOKEN), (SECRET_VARIABLE, SECRET)]).unwrap();
    let shown = format!("{config:?} {config:#?}");
    assert!(shown.contains("crm.example"), "{shown}");
    for hidden in ["s3cret", "whsec_", "new key of acme", "bmV3"] {
        assert!(!shown.contains(hidden), "{hidden}");
    }
}
