//! The headers that tell a browser what it must not do, on every answer.

use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

use crate::app::App;
use crate::config::{EmbedOrigin, Wallet};
use crate::page::Inline;
use crate::page::inline::sources;

/// Put into the extensions of an answer whose policy lets some sites frame it. The older header could only say that
/// all may or none, and browsers that know the policy pass it over.
#[derive(Clone, Copy, Debug)]
pub struct MayBeFramed;

/// What an answer that is no page may do in a browser: nothing.
const NOTHING: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Adds the headers that every answer carries; what a route has set itself is left alone.
pub async fn protect(State(app): State<App>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let may_be_framed = response.extensions().get::<MayBeFramed>().is_some();
    let headers = response.headers_mut();
    let mut add = |name, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    // The path of a pay link is a secret: no other site may learn it.
    add(REFERRER_POLICY, "no-referrer");
    if !may_be_framed {
        add(X_FRAME_OPTIONS, "DENY");
    }
    add(CACHE_CONTROL, "no-store");
    if app.config.public_url.scheme() == "https" {
        add(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(NOTHING);
    response
}

/// The policy of a page that shows Clover's fields (clover-facts 1.13). `inline` are the hashes of the page's
/// own inline scripts and style sheets. Inline style attributes are allowed because Clover's SDK sets them; without that its
/// hidden frame would become a visible blank one. `embedders` may frame the page; where there is none nobody may.
pub fn page_policy(
    inline: &Inline,
    checkout: Option<&str>,
    wallets: &[Wallet],
    embedders: &[EmbedOrigin],
) -> String {
    let checkout = checkout.unwrap_or_default();
    // Merchants can switch reCAPTCHA on, which Clover's SDK loads from Google (clover-facts 1.14). An emulator
    // has none.
    let is_clover = checkout.ends_with(".clover.com");
    let [captcha_scripts, captcha_frames] = if is_clover {
        [" https://www.google.com https://www.gstatic.com", " https://www.google.com"]
    } else {
        ["", ""]
    };
    let wallet_frames =
        if is_clover { wallets.iter().copied().map(frames_of).collect() } else { String::new() };
    let (scripts, styles) = (sources(&inline.scripts), sources(&inline.styles));
    let frames = if checkout.is_empty() { "'none'" } else { checkout };
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'wasm-unsafe-eval'{scripts} {checkout}{captcha_scripts}"),
        format!("style-src 'self'{styles}"),
        "style-src-attr 'unsafe-inline'".to_owned(),
        format!("img-src 'self' data: {checkout}"),
        "connect-src 'self'".to_owned(),
        format!("frame-src {frames}{captcha_frames}{wallet_frames}"),
        "manifest-src 'self'".to_owned(),
        "base-uri 'none'".to_owned(),
        "form-action 'self'".to_owned(),
        format!("frame-ancestors {}", EmbedOrigin::ancestors(embedders)),
    ]
    .map(|directive| directive.trim_end().to_owned())
    .join("; ")
}

/// Where a wallet's sheet comes from, which Clover's frame opens (clover-facts 1.13).
fn frames_of(wallet: Wallet) -> &'static str {
    match wallet {
        Wallet::GooglePay => " https://pay.google.com",
        Wallet::ApplePay => " https://applepay.cdn-apple.com",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clovers_pages_may_load_its_captcha_and_an_emulators_may_not() {
        let clover = page_policy(&Inline::default(), Some("https://checkout.clover.com"), &[], &[]);
        assert!(clover.contains(
            "script-src 'self' 'wasm-unsafe-eval' https://checkout.clover.com https://www.google.com"
        ));
        assert!(clover.contains("frame-src https://checkout.clover.com https://www.google.com;"));
        let emulator =
            page_policy(&Inline::default(), Some("http://localhost:8090"), &[Wallet::GooglePay], &[]);
        assert!(!emulator.contains("google"));
    }

    #[test]
    fn only_wallets_that_are_offered_may_open_their_sheets() {
        let clover = Some("https://checkout.clover.com");
        let google = page_policy(&Inline::default(), clover, &[Wallet::GooglePay], &[]);
        assert!(google.contains("https://pay.google.com;") && !google.contains("apple"), "{google}");
        let none = page_policy(&Inline::default(), clover, &[], &[]);
        assert!(!none.contains("pay.google.com") && !none.contains("apple"), "{none}");
    }

    #[test]
    fn a_page_without_a_form_frames_nothing_and_names_its_scripts() {
        let inline =
            Inline { scripts: vec!["sha256-abc=".to_owned()], styles: vec!["sha256-def=".to_owned()] };
        let policy = page_policy(&inline, None, &[], &[]);
        assert!(policy.contains("style-src 'self' 'sha256-def=';"));
        assert!(policy.contains("frame-src 'none'"));
        assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-abc='"));
    }
}
