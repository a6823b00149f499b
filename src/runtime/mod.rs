//! Performs what the conversation asks for and reports what came of it. The only place in the page that awaits.

mod browser;
mod card_fields;
mod first_paint;
mod server;
mod turn;
mod wallets;
mod wire;

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use api_types::{CardForm, CreatePayment, LinkView};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use primitives::PaymentId;

use crate::checkout::{CheckoutState, Effect, Event, FieldsTrouble, FocusTarget, TokenTrouble, step};
use card_fields::CardFields;
use clover_js::ApplePayOutcome;
use turn::Turns;
use wallets::{Agreed, Wallets};

pub use browser::search;
pub use first_paint::FirstPaint;

/// One conversation with one payer about one link. Copies are handles to the same one.
#[derive(Clone, Copy)]
pub struct Runtime {
    state: RwSignal<CheckoutState>,
    outside: StoredValue<Rc<Outside>, LocalStorage>,
}

/// What the conversation has hold of in the outside world.
struct Outside {
    link: String,
    fields: RefCell<Option<CardFields>>,
    wallets: RefCell<Option<Wallets>>,
    loading: Turns,
    mounting: Turns,
    asking: Turns,
    telling: Turns,
}

impl Runtime {
    /// Begins the conversation, with the invoice if the server put it into the page.
    pub fn start(link: String, invoice: Option<LinkView>) -> Self {
        let outside = Outside {
            link,
            fields: RefCell::default(),
            wallets: RefCell::default(),
            loading: Turns::default(),
            mounting: Turns::default(),
            asking: Turns::default(),
            telling: Turns::default(),
        };
        let runtime = Self {
            state: RwSignal::new(CheckoutState::LoadingInvoice { known: None }),
            outside: StoredValue::new_local(Rc::new(outside)),
        };
        browser::listen(runtime);
        match invoice {
            Some(invoice) => runtime.report(Event::InvoiceLoaded(Box::new(invoice))),
            None => runtime.perform(Effect::LoadInvoice),
        }
        if !browser::is_online() {
            runtime.report(Event::WentOffline);
        }
        runtime
    }

    /// Where the conversation stands.
    pub fn state(self) -> ReadSignal<CheckoutState> {
        self.state.read_only()
    }

    /// The payer pressed the button with this in the e-mail field.
    pub fn pay(self, email: String) {
        if let Some(key) = browser::new_key() {
            self.report(Event::PayPressed { key, email, keep: browser::is_checked("keep-card") });
        }
    }

    /// Something happened. After the page is gone nothing does.
    pub fn report(self, event: Event) {
        let Some(state) = self.state.try_get_untracked() else {
            return;
        };
        let (state, effects) = step(state, event);
        self.state.set(state);
        // Before the effects, which may take the wallets out: Apple's sheet waits for a word.
        self.tend_wallets();
        for effect in effects {
            self.perform(effect);
        }
    }

    fn perform(self, effect: Effect) {
        let Some(outside) = self.outside.try_get_value() else {
            return;
        };
        match effect {
            Effect::LoadInvoice => self.load_invoice(outside),
            Effect::MountFields(form) => self.mount_fields(outside, form),
            Effect::UnmountFields => {
                outside.mounting.take();
                outside.wallets.take();
                outside.fields.take();
            }
            Effect::Tokenize { keep } => self.tokenize(outside, keep),
            Effect::Charge { request, pause } => self.charge(outside, request, pause),
            Effect::Follow { payment, pause } => self.follow(outside, payment, pause),
            Effect::Focus(target) => focus(target),
            Effect::Reload => browser::reload(),
        }
    }

    fn load_invoice(self, outside: Rc<Outside>) {
        let turn = outside.loading.take();
        spawn(Box::pin(async move {
            let event = match server::load_invoice(&outside.link).await {
                Ok(view) => Event::InvoiceLoaded(Box::new(view)),
                Err(why) => Event::InvoiceFailed(why),
            };
            if turn.is_mine() {
                self.report(event);
            }
        }));
    }

    fn mount_fields(self, outside: Rc<Outside>, form: CardForm) {
        let turn = outside.mounting.take();
        outside.fields.take();
        spawn(Box::pin(async move {
            let mut sdk = card_fields::load(&form).await;
            if matches!(sdk, Err(FieldsTrouble::Slow)) && turn.is_mine() {
                self.report(Event::FieldsBroken(FieldsTrouble::Slow));
                sdk = card_fields::load_late(&form).await;
            }
            if !turn.is_mine() {
                return;
            }
            let mounted = sdk.and_then(|sdk| CardFields::mount(&sdk, &form, move |event| self.report(event)));
            let fields = match mounted {
                Ok(fields) => fields,
                Err(trouble) => return self.report(Event::FieldsBroken(trouble)),
            };
            let mut frames = fields.frames();
            *outside.fields.borrow_mut() = Some(fields);
            if !frames.show_soon().await && turn.is_mine() {
                self.report(Event::FieldsBroken(FieldsTrouble::Slow));
            }
            // A slow frame may come yet, as a slow script may; the payer need not press anything then.
            if frames.show_at_last().await && turn.is_mine() {
                self.report(Event::FieldsReady);
                self.offer_wallets(&outside, &form);
            }
        }));
    }

    /// Only once the card form is there: whatever a wallet does comes too late to harm it.
    fn offer_wallets(self, outside: &Outside, form: &CardForm) {
        let clover = outside.fields.borrow().as_ref().map(|fields| fields.clover().0);
        let view = self.state.with_untracked(|state| state.view().cloned());
        if let (Some(clover), Some(view)) = (clover, view) {
            let wallets = Wallets::of(clover, form, &view, move |agreed| self.pay_by_wallet(agreed));
            outside.wallets.replace(wallets);
            self.tend_wallets();
        }
    }

    fn pay_by_wallet(self, agreed: Agreed) {
        if let Some(key) = browser::new_key() {
            let typed = browser::typed("email");
            let email = if typed.is_empty() { agreed.email.unwrap_or_default() } else { typed };
            self.report(Event::WalletAgreed { key, token: agreed.token, sum: agreed.sum, email });
        }
    }

    /// Has the wallets' sheets say what is chosen, and tells Apple's how a charge has ended.
    fn tend_wallets(self) {
        let Some(outside) = self.outside.try_get_value() else {
            return;
        };
        let borrowed = outside.wallets.borrow();
        let Some(wallets) = &*borrowed else {
            return;
        };
        let sum = self.state.with_untracked(|state| {
            match state {
                CheckoutState::Charging(..) => {}
                CheckoutState::Paid(..) | CheckoutState::PartlyPaid { .. } => {
                    wallets.ended(ApplePayOutcome::Succeeded);
                }
                _ => wallets.ended(ApplePayOutcome::Failed),
            }
            state.desk().and_then(|desk| desk.sum().ok())
        });
        if !wallets.are_outdated(sum) {
            return;
        }
        wallets::close();
        let (turn, outside) = (outside.telling.take(), Rc::clone(&outside));
        spawn(Box::pin(async move {
            // Whoever types an amount is given the time to finish it.
            TimeoutFuture::new(300).await;
            let told = match (turn.is_mine(), sum, &*outside.wallets.borrow()) {
                (true, Some(sum), Some(wallets)) => wallets.tell(sum),
                _ => return,
            };
            for (place, ready) in told {
                if ready.await && turn.is_mine() {
                    wallets::show(place);
                }
            }
        }));
    }

    fn tokenize(self, outside: Rc<Outside>, keep: bool) {
        spawn(Box::pin(async move {
            let clover = outside.fields.borrow().as_ref().map(CardFields::clover);
            let made = match clover {
                Some((clover, api_key)) => match card_fields::tokenize(&clover, keep).await {
                    // Clover's script keeps its first key for as long as the page lives.
                    Err(TokenTrouble::Refused) if server::has_another_key(&outside.link, api_key).await => {
                        Err(TokenTrouble::FieldsGone)
                    }
                    made => made,
                },
                None => Err(TokenTrouble::FieldsGone),
            };
            self.report(match made {
                Ok(token) => Event::Tokenized(token),
                Err(trouble) => Event::TokenRefused(trouble),
            });
        }));
    }

    fn charge(self, outside: Rc<Outside>, request: Arc<CreatePayment>, pause: u32) {
        let turn = outside.asking.take();
        spawn(Box::pin(async move {
            TimeoutFuture::new(pause).await;
            if !turn.is_mine() {
                return;
            }
            let event = server::charge(&outside.link, &request).await;
            if turn.is_mine() {
                self.report(event);
            }
        }));
    }

    fn follow(self, outside: Rc<Outside>, payment: PaymentId, pause: u32) {
        let turn = outside.asking.take();
        spawn(Box::pin(async move {
            TimeoutFuture::new(pause).await;
            if !turn.is_mine() {
                return;
            }
            let event = server::look_after(&outside.link, &payment).await;
            if turn.is_mine() {
                self.report(event);
            }
        }));
    }
}

/// After everything that the new state draws is in the page.
fn focus(target: FocusTarget) {
    spawn(Box::pin(async move {
        TimeoutFuture::new(0).await;
        browser::focus(match target {
            FocusTarget::Notice => "notice",
            FocusTarget::Email => "email",
            FocusTarget::OwnAmount => "own-amount",
            FocusTarget::OwnTip => "own-tip",
            FocusTarget::Form => "panel-title",
            FocusTarget::Outcome => "outcome-title",
        });
    }));
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place that awaits; the others send it effects"
)]
fn spawn(work: Pin<Box<dyn Future<Output = ()>>>) {
    leptos::task::spawn_local(work);
}
