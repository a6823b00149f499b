//! The consent page: a merchant says yes or no to the app, without the log-in that Clover has before it.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use url::{Url, form_urlencoded};

use crate::config::{Config, RegisteredApp};
use crate::emulator::Emulator;

/// Who agrees; the emulator has no employees.
pub(super) const EMPLOYEE: &str = "TREF01EMP0123";

/// What the app asked for, checked.
struct Wish {
    redirect: Url,
    state: Option<String>,
    challenge: Option<String>,
}

/// `GET /oauth/v2/authorize`.
pub(super) async fn ask(State(emulator): State<Emulator>, RawQuery(query): RawQuery) -> Response {
    let query = query.unwrap_or_default();
    match Wish::read(&fields(query.as_bytes()), &emulator.config().app) {
        Ok(_) => page(StatusCode::OK, &form(emulator.config(), &query)),
        Err(objection) => refused(objection),
    }
}

/// `POST /oauth/v2/authorize`: the page's own buttons; Clover's page has others.
pub(super) async fn decide(State(emulator): State<Emulator>, body: Bytes) -> Response {
    let mut form = fields(&body);
    let asked = fields(form.remove("asked").unwrap_or_default().as_bytes());
    let wish = match Wish::read(&asked, &emulator.config().app) {
        Ok(wish) => wish,
        Err(objection) => return refused(objection),
    };
    let merchant = form.remove("merchant").unwrap_or_default();
    let known = emulator.config().merchants.iter().any(|known| known.id == merchant);
    match form.get("answer").map(String::as_str) {
        Some("approve") if known => {
            let code = emulator.lock().issue_code(&merchant, wish.challenge.clone());
            let client_id = &emulator.config().app.client_id;
            let brought = [
                ("merchant_id", merchant.as_str()),
                ("employee_id", EMPLOYEE),
                ("client_id", client_id),
                ("code", &code),
            ];
            wish.back(&brought)
        }
        Some("deny") => wish.back(&[("error", "access_denied")]),
        _ => refused("Choose a merchant and an answer."),
    }
}

impl Wish {
    fn read(query: &HashMap<String, String>, app: &RegisteredApp) -> Result<Self, &'static str> {
        let text = |name: &str| query.get(name).filter(|value| !value.is_empty());
        if text("client_id") != Some(&app.client_id) {
            return Err("No app has this client_id.");
        }
        if text("response_type").is_some_and(|kind| kind != "code") {
            return Err("The response_type must be code.");
        }
        let challenge = text("code_challenge").cloned();
        if challenge.is_some() && text("code_challenge_method").is_some_and(|method| method != "S256") {
            return Err("The code_challenge_method must be S256.");
        }
        let redirect = match text("redirect_uri") {
            None => app.site_url.clone(),
            Some(uri) => Url::parse(uri).map_err(|_| "The redirect_uri is no address.")?,
        };
        if !app.is_at_or_below_site(&redirect) {
            return Err("The redirect_uri must be at or below the app's Site URL.");
        }
        Ok(Self { redirect, state: text("state").cloned(), challenge })
    }

    fn back(mut self, brought: &[(&str, &str)]) -> Response {
        self.redirect.query_pairs_mut().extend_pairs(brought);
        if let Some(state) = &self.state {
            self.redirect.query_pairs_mut().append_pair("state", state);
        }
        Redirect::to(self.redirect.as_str()).into_response()
    }
}

/// The first of each name.
fn fields(text: &[u8]) -> HashMap<String, String> {
    let mut fields = HashMap::new();
    for (name, value) in form_urlencoded::parse(text) {
        fields.entry(name.into_owned()).or_insert_with(|| value.into_owned());
    }
    fields
}

fn form(config: &Config, query: &str) -> String {
    let choices: Vec<String> = config.merchants.iter().enumerate().map(choice).collect();
    format!(
        "<h1>Give this app access?</h1>\
         <p>The app <strong>{app}</strong> asks to act for a merchant: to read the account, take payments and give \
         money back.</p>\
         <form method=\"post\" action=\"/oauth/v2/authorize\">\
         <input type=\"hidden\" name=\"asked\" value=\"{asked}\">\
         <fieldset><legend>For which merchant?</legend>{choices}</fieldset>\
         <p class=\"buttons\"><button name=\"answer\" value=\"approve\">Approve</button> \
         <button name=\"answer\" value=\"deny\" class=\"quiet\">Deny</button></p></form>",
        app = escaped(&config.app.client_id),
        asked = escaped(query),
        choices = choices.concat(),
    )
}

fn choice((place, merchant): (usize, &crate::Merchant)) -> String {
    let checked = if place == 0 { " checked" } else { "" };
    let id = escaped(&merchant.id);
    format!("<label><input type=\"radio\" name=\"merchant\" value=\"{id}\"{checked}> {id}</label>")
}

fn refused(objection: &str) -> Response {
    page(StatusCode::BAD_REQUEST, &format!("<h1>This cannot be authorized</h1><p>{}</p>", escaped(objection)))
}

/// Framed by nobody, stored nowhere, and running no script.
fn page(status: StatusCode, content: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Connect an app - Clover emulator</title><style>{STYLE}</style></head>\
         <body><main>{content}<p class=\"note\">This is an emulator. Nobody's account is at stake.</p></main></body></html>"
    );
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ),
    ];
    (status, headers, html).into_response()
}

const STYLE: &str = ":root{color-scheme:light dark}\
    body{margin:0;font:1rem/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}\
    main{max-width:30rem;margin:0 auto;padding:2rem 1rem}\
    fieldset{border:1px solid GrayText;border-radius:.5rem;padding:.5rem 1rem}\
    label{display:block;padding:.5rem 0;min-height:1.75rem}\
    button{font:inherit;padding:.6rem 1.4rem;border-radius:.5rem;border:2px solid #1a7a3c;background:#1a7a3c;color:#fff}\
    button.quiet{background:transparent;color:inherit;border-color:GrayText}\
    button:focus-visible,input:focus-visible{outline:3px solid Highlight;outline-offset:2px}\
    .note{color:GrayText}";

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}
