//! The words that a payer agrees to when a card is to be kept.

use payments::card::ConsentWords;
use primitives::Locale;

use crate::config::Merchant;

const LOCALES: [Locale; 3] = [Locale::EnUs, Locale::EnCa, Locale::FrCa];

/// The words in this language; nothing where the merchant keeps no cards.
pub fn words(merchant: &Merchant, locale: Locale) -> Option<ConsentWords> {
    let text = match locale {
        Locale::EnUs | Locale::EnCa => {
            "Save this card for next time. I agree that {merchant} keeps it with its payment service, Clover, and \
             charges it only when I choose it to pay an invoice. Using it takes a code sent to this invoice's e-mail \
             address; with such a code I can also remove it at any time."
        }
        Locale::FrCa => {
            "Enregistrer cette carte pour la prochaine fois. J’accepte que {merchant} la conserve auprès de son \
             service de paiement, Clover, et ne la débite que lorsque je la choisis pour payer une facture. Pour \
             l’utiliser, il faut un code envoyé à l’adresse courriel de cette facture; un tel code me permet aussi de \
             la retirer en tout temps."
        }
    };
    let text = text.replace("{merchant}", &merchant.name);
    merchant.save_cards.then(|| ConsentWords { text, locale: locale.as_str().to_owned() })
}

/// What a payer has agreed to who sends these words. Words that are not ours are no consent.
pub fn given(merchant: &Merchant, sent: &str) -> Option<ConsentWords> {
    let preferred = [merchant.locale].into_iter().chain(LOCALES);
    preferred.filter_map(|locale| words(merchant, locale)).find(|words| words.text == sent)
}
