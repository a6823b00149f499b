//! How much is paid: amounts and tips to choose from, and what they come to.

use api_types::LinkView;
use leptos::prelude::*;
use web_sys::Element;

use super::amounts::Amounts;
use super::paper::{Paper, paper};
use crate::checkout::choice::{AmountChoice, TipChoice, Wrong, most_tip, percent_of};
use crate::checkout::typed_amount::Point;
use crate::checkout::{CheckoutState, Desk, Notice, Sum};
use crate::i18n::fill;

/// The choices of an invoice that offers any. They are drawn when the invoice comes or changes; what was chosen only
/// changes texts in them, so that nobody loses the focus while typing.
pub fn choices(state: ReadSignal<CheckoutState>) -> Paper {
    let draw = move |known: &Option<Amounts>| {
        let known = known.as_ref()?;
        state.with_untracked(|state| drawn(known, state.desk()?))
    };
    let refresh = move |place: &Element| {
        state.with(|state| {
            if let (Some(known), Some(desk)) = (Amounts::known(state), state.desk()) {
                refresh(place, &known, desk);
            }
        });
    };
    paper("div", "slot").live(move || state.with(Amounts::known), draw).keep(refresh)
}

fn drawn(known: &Amounts, desk: &Desk) -> Option<Paper> {
    let view = &known.view;
    let parts = AmountChoice::Own.is_offered(view) || AmountChoice::Instalment.is_offered(view);
    if !parts && !view.tips {
        return None;
    }
    let choices = paper("div", "choices").maybe(parts.then(|| amount_choices(known, desk)));
    let choices = choices.maybe(view.tips.then(|| tip_choices(known, desk))).with(sum_rows(known));
    refresh(&choices.element(), known, desk);
    Some(choices)
}

fn amount_choices(known: &Amounts, desk: &Desk) -> Paper {
    let (t, view) = (known.sentences(), &known.view);
    let chosen = desk.choice.amount;
    let instalment = if view.due_now { t.pay_due_now } else { t.pay_next };
    let mut set = fieldset("choice", t.how_much);
    for (choice, label, amount) in [
        (AmountChoice::Instalment, instalment, view.instalment_due),
        (AmountChoice::All, if view.paid > 0 { t.pay_all } else { t.pay_whole }, Some(view.amount_due)),
        (AmountChoice::Own, t.pay_another_amount, None),
    ] {
        if choice.is_offered(view) {
            let amount = amount.map(|amount| known.money(amount)).unwrap_or_default();
            set = option(set, "amount", choice.word(), label, &amount, choice == chosen);
        }
    }
    let typed = &desk.choice.own_amount;
    let own = AmountChoice::Own.is_offered(view);
    set.maybe(own.then(|| own_field("own-amount", t.pay_another_amount, typed, view)))
}

fn tip_choices(known: &Amounts, desk: &Desk) -> Paper {
    let (t, view) = (known.sentences(), &known.view);
    let chosen = desk.choice.tip;
    let mut set = fieldset("choice tips", t.add_a_tip);
    let sign = if known.language().point() == Point::French { "\u{a0}%" } else { "%" };
    for percent in &view.tip_presets {
        let word = percent.to_string();
        let label = [&word, sign].concat();
        // The amount is written by `refresh`; a space keeps its line.
        set = option(set, "tip", &word, &label, "\u{a0}", chosen == TipChoice::Percent(*percent));
    }
    set = option(set, "tip", "none", t.no_tip, "", chosen == TipChoice::Nothing);
    set = option(set, "tip", "own", t.own_tip, "", chosen == TipChoice::Own);
    set.with(own_field("own-tip", t.tip, &desk.choice.own_tip, view))
}

fn fieldset(class: &'static str, legend: &str) -> Paper {
    paper("fieldset", class).with(paper("legend", "field-label").text(legend))
}

/// A radio button and its label side by side, so that the style sheet can tell what is chosen by what follows.
fn option(set: Paper, name: &str, word: &str, label: &str, amount: &str, is_chosen: bool) -> Paper {
    let id = [name, "-", word].concat();
    let radio = paper("input", "option-radio unseen").attr("type", "radio").attr("name", name);
    let radio =
        radio.attr("value", word).attr("id", &id).attr("checked", if is_chosen { "checked" } else { "" });
    let amount = (!amount.is_empty())
        .then(|| paper("span", "option-amount").attr("id", &[&id, "-amount"].concat()).text(amount));
    set.with(radio)
        .with(paper("label", "option").attr("for", &id).with(paper("span", "").text(label)).maybe(amount))
}

fn own_field(id: &str, label: &str, typed: &str, view: &LinkView) -> Paper {
    let hint = [id, "-hint"].concat();
    let mode = if view.decimals == 0 { "numeric" } else { "decimal" };
    let input = paper("input", "field-input").attr("id", id).attr("name", id).attr("inputmode", mode);
    let input = input.attr("autocomplete", "off").attr("maxlength", "24").attr("value", typed);
    paper("div", "field own")
        .with(paper("label", "field-label").attr("for", id).text(label))
        .with(input.attr("aria-describedby", &hint))
        .with(paper("p", "field-error").attr("id", &hint))
}

/// The only live region beside the one that tells of states: it says the sum once whenever it changes.
fn sum_rows(known: &Amounts) -> Paper {
    let t = known.sentences();
    let row = |class, id, label| {
        paper("div", class).with(paper("dt", "").text(label)).with(paper("dd", "").attr("id", id))
    };
    let rows = paper("dl", "totals sum-rows").attr("aria-live", "polite").attr("aria-atomic", "true");
    let tip = known.view.tips;
    rows.maybe(tip.then(|| row("totals-row", "sum-amount", t.amount)))
        .maybe(tip.then(|| row("totals-row", "sum-tip", t.tip)))
        .with(row("totals-row totals-all", "sum-total", t.sum))
}

/// Brings what depends on the choice up to date.
fn refresh(place: &Element, known: &Amounts, desk: &Desk) {
    let (t, view) = (known.sentences(), &known.view);
    let (amount, sum) = (desk.amount(), desk.sum());
    let money = |minor: Option<i64>| minor.map_or("–".to_owned(), |minor| known.money(minor));
    for percent in &view.tip_presets {
        let id = ["tip-", &percent.to_string(), "-amount"].concat();
        write(place, &id, &money(amount.map(|amount| percent_of(amount, *percent))));
    }
    write(place, "sum-amount", &money(amount));
    write(place, "sum-tip", &money(sum.ok().map(|sum| sum.tip)));
    write(place, "sum-total", &money(sum.ok().map(Sum::total)));

    let is_wrong = |wrong| sum == Err(wrong) && desk.notice == Some(Notice::CheckSum(wrong));
    let (least, most) = (known.money(view.partial_minimum.unwrap_or_default()), known.money(view.amount_due));
    let wrong = is_wrong(Wrong::Amount);
    let hint = if wrong { t.amount_wrong } else { t.amount_range };
    complain(place, "own-amount", wrong, &fill(&fill(hint, "{least}", &least), "{most}", &most));
    let wrong = is_wrong(Wrong::Tip);
    let most = known.money(most_tip(amount.unwrap_or(view.amount_due)));
    complain(
        place,
        "own-tip",
        wrong,
        &if wrong { fill(t.tip_wrong, "{most}", &most) } else { String::new() },
    );
}

/// Sets a text that has changed; one that has not is left alone, or a live region would repeat it.
fn write(place: &Element, id: &str, text: &str) {
    if let Some(element) = found(place, id)
        && element.text_content().as_deref() != Some(text)
    {
        element.set_text_content(Some(text));
    }
}

fn complain(place: &Element, id: &str, is_wrong: bool, hint: &str) {
    write(place, &[id, "-hint"].concat(), hint);
    if let Some(field) = found(place, id) {
        let _a_name = field.set_attribute("aria-invalid", if is_wrong { "true" } else { "false" });
    }
}

/// By its id, also before the place is in the page.
fn found(place: &Element, id: &str) -> Option<Element> {
    place.query_selector(&["#", id].concat()).ok()?
}
