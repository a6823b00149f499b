//! The table of sentences: a language that lacks one does not compile.

/// Makes the table, and reads and writes it as a text of one sentence a line, in its own order. That text is how the
/// server sends the payer the one language of the page, so that the others need not be in the WebAssembly.
macro_rules! sentences {
    ($($(#[$doc:meta])* pub $name:ident: &'static str,)*) => {
        /// Sentences of one language. `{merchant}` stands for the merchant's name.
        #[derive(Debug)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(serde::Serialize))]
        pub struct Sentences {
            $($(#[$doc])* pub $name: &'static str,)*
        }

        impl Sentences {
            /// Reads what [`Sentences::to_lines`] wrote; a line that is not there is an empty sentence.
            pub fn from_lines(text: &'static str) -> Self {
                let mut lines = text.split('\n');
                let mut next = || lines.next().unwrap_or_default();
                Self { $($name: next(),)* }
            }

            /// All of them, one a line.
            pub fn to_lines(&self) -> String {
                [$(self.$name,)*].join("\n")
            }
        }
    };
}

sentences! {
    /// Label of what was paid.
    pub amount_paid: &'static str,
    /// Column of the lines.
    pub amount: &'static str,
    /// What is to be paid.
    pub total: &'static str,
    /// Label of what is still to be paid.
    pub left_to_pay: &'static str,
    /// Above the amounts to choose from.
    pub how_much: &'static str,
    /// A choice where nothing was paid yet: the total.
    pub pay_whole: &'static str,
    /// A choice: all that is left.
    pub pay_all: &'static str,
    /// A choice: the instalments that are due.
    pub pay_due_now: &'static str,
    /// A choice where none is due: the next instalment.
    pub pay_next: &'static str,
    /// A choice, and the label of its field.
    pub pay_another_amount: &'static str,
    /// Under that field; `{least}` and `{most}` are amounts.
    pub amount_range: &'static str,
    /// Under that field when it is wrong.
    pub amount_wrong: &'static str,
    /// Above the tips to choose from.
    pub add_a_tip: &'static str,
    /// A choice.
    pub no_tip: &'static str,
    /// A choice, and the label of its field.
    pub own_tip: &'static str,
    /// Under that field when it is wrong; `{most}` is an amount.
    pub tip_wrong: &'static str,
    /// Label of the tip.
    pub tip: &'static str,
    /// Label of amount and tip together.
    pub sum: &'static str,
    /// Heading of the form.
    pub pay_by_card: &'static str,
    /// Leads to the pages of saved cards.
    pub use_saved_card: &'static str,
    /// Label of a field.
    pub card_number: &'static str,
    /// Label of a field.
    pub card_date: &'static str,
    /// Label of a field.
    pub card_cvv: &'static str,
    /// Label of a field.
    pub postal_code: &'static str,
    /// Label of a field.
    pub email: &'static str,
    /// Beside a label.
    pub optional: &'static str,
    /// Under a field.
    pub card_number_wrong: &'static str,
    /// Under a field.
    pub card_date_wrong: &'static str,
    /// Under a field.
    pub card_cvv_wrong: &'static str,
    /// Under a field.
    pub postal_code_wrong: &'static str,
    /// Under a field.
    pub email_wrong: &'static str,
    /// Before the amount on the button.
    pub pay: &'static str,
    /// On the button and aloud while Clover makes a token.
    pub checking_card: &'static str,
    /// On the button and aloud while the charge is under way.
    pub paying: &'static str,
    /// Between the button and those of the wallets.
    pub or_wallet: &'static str,
    /// Under the button.
    pub assurance: &'static str,
    /// A button.
    pub try_again: &'static str,
    /// Aloud while the fields are on their way.
    pub loading_form: &'static str,
    /// Aloud when the fields are there.
    pub form_ready: &'static str,
    /// Heading of a decline.
    pub declined_title: &'static str,
    /// Why a card was declined.
    pub issuer_declined: &'static str,
    /// Why a card was declined.
    pub insufficient_funds: &'static str,
    /// Why a card was declined.
    pub expired_card: &'static str,
    /// Why a card was declined.
    pub incorrect_cvc: &'static str,
    /// Why a card was declined.
    pub incorrect_number: &'static str,
    /// Why a card was declined.
    pub card_not_supported: &'static str,
    /// Why a card was declined.
    pub amount_too_large: &'static str,
    /// Why a card was declined.
    pub declined_otherwise: &'static str,
    /// Heading of a notice.
    pub amount_changed_title: &'static str,
    /// The invoice is not what it was.
    pub amount_changed: &'static str,
    /// Heading of a notice.
    pub check_fields_title: &'static str,
    /// Fields are missing or wrong.
    pub check_fields: &'static str,
    /// Heading of a notice.
    pub not_charged_title: &'static str,
    /// Clover did not answer.
    pub form_silent: &'static str,
    /// Clover refused to charge the token.
    pub card_refused: &'static str,
    /// The charge did not reach the bank.
    pub not_charged: &'static str,
    /// Too many tries.
    pub too_many_tries: &'static str,
    /// Heading when the fields did not come.
    pub fields_failed_title: &'static str,
    /// Something refused the fields.
    pub fields_blocked: &'static str,
    /// The fields are late.
    pub fields_slow: &'static str,
    /// Only a reload helps.
    pub fields_gone: &'static str,
    /// Leads to Clover's own page.
    pub pay_elsewhere: &'static str,
    /// Heading without network.
    pub offline_title: &'static str,
    /// No network.
    pub offline: &'static str,
    /// Heading while a charge is under way.
    pub charging_title: &'static str,
    /// A charge is under way.
    pub charging: &'static str,
    /// A charge is taking long.
    pub charging_long: &'static str,
    /// Heading while the end is unknown.
    pub unclear_title: &'static str,
    /// The end of a charge is unknown.
    pub unclear: &'static str,
    /// Heading of the receipt.
    pub paid_title: &'static str,
    /// Heading of the receipt of a part.
    pub part_paid_title: &'static str,
    /// A button.
    pub pay_the_rest: &'static str,
    /// Name of the receipt.
    pub receipt: &'static str,
    /// Label on the receipt.
    pub paid_on: &'static str,
    /// Label on the receipt.
    pub paid_with: &'static str,
    /// Aloud before the last four digits.
    pub ending_in: &'static str,
    /// Label on the receipt.
    pub reference: &'static str,
    /// Label on the receipt.
    pub auth_code: &'static str,
    /// Leads from the proof of payment to the receipt's own page.
    pub open_receipt: &'static str,
    /// Heading when everything was given back.
    pub refunded_title: &'static str,
    /// Heading when something was given back.
    pub partly_refunded_title: &'static str,
    /// Label of how much was given back.
    pub refunded: &'static str,
    /// Heading of a void invoice.
    pub void_title: &'static str,
    /// A void invoice.
    pub void: &'static str,
    /// Heading of an expired link.
    pub expired_title: &'static str,
    /// An expired link.
    pub expired: &'static str,
    /// Before the button that asks for a fresh link.
    pub fresh_link_how: &'static str,
    /// The button that asks for a fresh link.
    pub fresh_link: &'static str,
    /// Heading of an unknown link.
    pub unknown_title: &'static str,
    /// An unknown link.
    pub unknown: &'static str,
    /// Heading when no card can be taken.
    pub not_ready_title: &'static str,
    /// The merchant's Clover does not work.
    pub not_ready: &'static str,
    /// Heading when the invoice did not come.
    pub failed_title: &'static str,
    /// No server.
    pub failed_network: &'static str,
    /// A broken server.
    pub failed_server: &'static str,
    /// While the invoice is fetched.
    pub loading: &'static str,
    /// Before the ways to reach the merchant.
    pub questions: &'static str,
    /// Where scripts are off.
    pub no_script: &'static str,
}
