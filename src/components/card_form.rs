//! The card form.

use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::{Amounts, CardFieldBox, Icon, IconShape, NoticeBox, PayButton};
use crate::checkout::{CardField, CheckoutState, Notice, message};
use crate::i18n::name_merchant;

/// Stays the same elements from the first field to the last word: what was typed survives a decline.
#[component]
pub fn CardForm(
    /// Where the conversation stands.
    state: Signal<CheckoutState>,
    /// The invoice; it may change while the form stays.
    amounts: Signal<Amounts>,
    /// What the payer has typed into the e-mail field already.
    email: String,
    /// The button was pressed, with what stands in the e-mail field.
    on_pay: Callback<String>,
    /// "Try again".
    on_retry: Callback<()>,
) -> impl IntoView {
    let t = amounts.with_untracked(Amounts::sentences);
    let assurance = amounts.with_untracked(|amounts| name_merchant(t.assurance, &amounts.view.merchant.name));
    let email_field = NodeRef::<Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_pay.run(email_field.get_untracked().map(|field| field.value()).unwrap_or_default());
    };
    let notice = Memo::new(move |_| state.with(|state| message::notice(state, t)));
    let amount = Signal::derive(move || amounts.with(|amounts| amounts.money(amounts.view.totals.total)));
    let fields = CardField::ALL.map(|field| view! { <CardFieldBox field state t/> });
    view! {
        <form class="card-form" novalidate on:submit=submit>
            <h2 class="panel-title">{t.pay_by_card}</h2>
            {move || notice.get().map(|words| view! { <NoticeBox words t on_retry/> })}
            <div class="field-grid">{fields.into_iter().collect::<Vec<_>>()}</div>
            <EmailField state t field=email_field email/>
            <PayButton state amount t/>
            <p class="assurance"><Icon shape=IconShape::Lock/><span>{assurance}</span></p>
        </form>
    }
}

#[component]
fn EmailField(
    state: Signal<CheckoutState>,
    t: &'static crate::i18n::Sentences,
    field: NodeRef<Input>,
    email: String,
) -> impl IntoView {
    let wrong = Memo::new(move |_| {
        state.with(|state| state.desk().is_some_and(|desk| desk.notice == Some(Notice::CheckEmail)))
    });
    view! {
        <div class="field field-email" class:is-wrong=wrong>
            <label class="field-label" for="email">
                {t.email}" "<span class="faint">"("{t.optional}")"</span>
            </label>
            <input
                id="email"
                class="field-input"
                type="email"
                name="email"
                autocomplete="email"
                inputmode="email"
                maxlength="254"
                aria-describedby="email-error"
                aria-invalid=move || wrong.get().then_some("true")
                value=email
                node_ref=field
            />
            <p class="field-error" id="email-error">{move || wrong.get().then_some(t.email_wrong)}</p>
        </div>
    }
}
