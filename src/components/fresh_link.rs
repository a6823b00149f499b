//! Asks for a fresh link in place of an expired one: a plain form, which the browser sends to the page's own address, with
//! the language that is named there, and the server answers with a page of its own.

use api_types::{LinkView, Standing};

use super::paper::{Paper, paper};
use crate::i18n::{Sentences, name_merchant};

/// The form, where one can be asked for.
pub fn fresh_link(view: &LinkView, t: &Sentences) -> Option<Paper> {
    let Standing::Expired { fresh_link: true } = view.standing else {
        return None;
    };
    let form = paper("form", "fresh-link").attr("method", "post");
    let how = paper("p", "outcome-text").text(&name_merchant(t.fresh_link_how, &view.merchant.name));
    let button = paper("button", "quiet").attr("name", "fresh-link").text(t.fresh_link);
    Some(form.with(how).with(button))
}
