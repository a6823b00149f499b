//! Asks for a fresh link in place of an expired one: a plain form, which the browser sends and the server answers with a
//! page of its own.

use api_types::{LinkView, Standing};
use leptos::prelude::location;

use super::paper::{Paper, paper};
use crate::i18n::{Sentences, name_merchant};

/// The form, where one can be asked for.
pub fn fresh_link(view: &LinkView, t: &Sentences) -> Option<Paper> {
    let Standing::Expired { fresh_link: true } = view.standing else {
        return None;
    };
    let here = location().pathname().unwrap_or_default();
    let form = paper("form", "fresh-link").attr("method", "post");
    let how = paper("p", "outcome-text").text(&name_merchant(t.fresh_link_how, &view.merchant.name));
    let button = paper("button", "quiet").text(t.fresh_link);
    Some(form.attr("action", &[&here, "/fresh-link"].concat()).with(how).with(button))
}
