//! Saved cards: who may see and use them, and how they come onto Clover's file and off it.

use primitives::{CardId, EmailAddress, LinkToken, Locale, MerchantSlug};

use super::Desk;
use super::settle::LEASE;
use crate::card::proof::{Proof, TICKET_LIFE, Ticket, TypedCode, link_digest};
use crate::card::{CardState, SavedCard};
use crate::payment::{Admission, Presented};
use crate::port::{
    CardFile, Cards, Change, Clock, Commit, FileRequest, Gateway, InsertProof, Random, Store, StoreError,
};
use crate::{Invoice, MailKind, mail};

/// The most cards of one mailbox that are looked at.
const MOST: u32 = 50;

/// Why somebody at a link may not see or use the cards of its customer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The link leads nowhere.
    #[error("no invoice has this link")]
    LinkUnknown,
    /// The address has been mailed too many codes lately.
    #[error("too many codes were mailed to this address")]
    TooManyCodes,
    /// That is not the code, or it can be typed no more.
    #[error("that is not the code")]
    WrongCode,
    /// There is no proof, or it has ended.
    #[error("the address was not proved")]
    NotProven,
    /// None of the customer's cards has this id.
    #[error("there is no such saved card")]
    NoSuchCard,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A code to be mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeToMail {
    /// In whose name.
    pub merchant: MerchantSlug,
    /// Where to.
    pub email: EmailAddress,
    /// The code, which is kept nowhere else.
    pub code: TypedCode,
}

/// What somebody gets for the right code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admitted {
    /// Proves the address for a while.
    pub ticket: Ticket,
    /// The customer's cards that are on file, newest first.
    pub cards: Vec<SavedCard>,
}

impl<S: Store + Cards, G: Gateway, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Makes a code for the customer of this link, whether or not there are cards: nobody learns that by asking.
    ///
    /// # Errors
    /// See [`ProofError`].
    pub async fn ask_for_code(&self, link: &LinkToken) -> Result<CodeToMail, ProofError> {
        let invoice = self.linked(link).await?;
        let code = TypedCode::from_random(self.random.bytes());
        let proof = Proof::ask(self.random.bytes(), &code, &invoice, self.now());
        match self.store.insert_proof(&proof).await? {
            InsertProof::Stored => Ok(CodeToMail { merchant: proof.merchant, email: proof.email, code }),
            InsertProof::TooMany => Err(ProofError::TooManyCodes),
        }
    }

    /// Makes a code as [`Desk::ask_for_code`] does, and queues the mail with it, in the language of whoever asks.
    ///
    /// # Errors
    /// See [`ProofError`].
    pub async fn mail_code(&self, link: &LinkToken, reads: Option<Locale>) -> Result<(), ProofError> {
        let CodeToMail { merchant, email, code } = self.ask_for_code(link).await?;
        let kind = MailKind::Code { code: mail::Code(code.digits().to_owned()) };
        let mails = self.mail_to(&merchant, email, reads, kind).into_iter().collect();
        self.store.commit(&Change { mails, ..Change::default() }).await?;
        Ok(())
    }

    /// Takes a code. The guess is counted before it is compared, so that guesses made at once are not free.
    ///
    /// # Errors
    /// See [`ProofError`].
    pub async fn prove(&self, link: &LinkToken, code: &TypedCode) -> Result<Admitted, ProofError> {
        let invoice = self.linked(link).await?;
        let guessed = self.store.guess_proof(&link_digest(link), self.now()).await?;
        let proof = guessed.filter(|proof| proof.is_met_by(code)).ok_or(ProofError::WrongCode)?;
        let ticket = Ticket::from_random(self.random.bytes());
        let until = self.now().checked_add(TICKET_LIFE).unwrap_or(self.now());
        if !self.store.give_ticket(&proof.id, &ticket.digest(), until).await? {
            return Err(ProofError::WrongCode);
        }
        Ok(Admitted { ticket, cards: self.cards_on_file(&invoice).await? })
    }

    /// What a payer presents who wants to pay with a saved card. Whether that is admitted is part of it: a request that
    /// is only repeated is answered all the same.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn present(
        &self,
        link: &LinkToken,
        card: CardId,
        ticket: Option<&Ticket>,
    ) -> Result<Presented, StoreError> {
        let admission = match self.own_card(link, &card, ticket).await {
            Ok(own) => customer_of(own, self.now()),
            Err(ProofError::Store(error)) => return Err(error),
            Err(ProofError::NoSuchCard) => Admission::NoSuchCard,
            Err(
                ProofError::LinkUnknown
                | ProofError::TooManyCodes
                | ProofError::WrongCode
                | ProofError::NotProven,
            ) => Admission::NotProven,
        };
        Ok(Presented::SavedCard { card, admission })
    }

    /// The payer removes one of their cards. Nobody can pay with it from then on; a worker has Clover take it off file.
    ///
    /// # Errors
    /// See [`ProofError`].
    pub async fn remove_own_card(
        &self,
        link: &LinkToken,
        id: &CardId,
        ticket: Option<&Ticket>,
    ) -> Result<SavedCard, ProofError> {
        let card = self.own_card(link, id, ticket).await?;
        Ok(self.dismiss(card).await?)
    }

    /// The merchant removes a card; `None` when there is none of this id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_card(
        &self,
        merchant: &MerchantSlug,
        id: &CardId,
    ) -> Result<Option<SavedCard>, StoreError> {
        match self.store.card(merchant, id).await? {
            Some(card) => self.dismiss(card).await.map(Some),
            None => Ok(None),
        }
    }

    async fn linked(&self, link: &LinkToken) -> Result<Invoice, ProofError> {
        self.store.invoice_by_link(link).await?.ok_or(ProofError::LinkUnknown)
    }

    /// The cards of the payer who has proved the address, newest first.
    ///
    /// # Errors
    /// See [`ProofError`].
    pub async fn own_cards(
        &self,
        link: &LinkToken,
        ticket: Option<&Ticket>,
    ) -> Result<Vec<SavedCard>, ProofError> {
        let invoice = self.proved(link, ticket).await?;
        Ok(self.cards_on_file(&invoice).await?)
    }

    /// The invoice whose customer's address was proved.
    async fn proved(&self, link: &LinkToken, ticket: Option<&Ticket>) -> Result<Invoice, ProofError> {
        let invoice = self.linked(link).await?;
        let ticket = ticket.ok_or(ProofError::NotProven)?;
        let proof = self.store.proof_of_ticket(&ticket.digest()).await?;
        let admitted = proof.is_some_and(|proof| proof.admits(&invoice, self.now()));
        admitted.then_some(invoice).ok_or(ProofError::NotProven)
    }

    async fn own_card(
        &self,
        link: &LinkToken,
        id: &CardId,
        ticket: Option<&Ticket>,
    ) -> Result<SavedCard, ProofError> {
        let invoice = self.proved(link, ticket).await?;
        let card = self.store.card(&invoice.merchant, id).await?;
        let own = card.filter(|card| card.email.is_same_mailbox(&invoice.customer.email));
        own.ok_or(ProofError::NoSuchCard)
    }

    async fn cards_on_file(&self, invoice: &Invoice) -> Result<Vec<SavedCard>, StoreError> {
        let mut cards = self.store.cards(&invoice.merchant, Some(&invoice.customer.email), MOST).await?;
        cards.retain(|card| matches!(card.state, CardState::OnFile { .. }));
        Ok(cards)
    }

    async fn dismiss(&self, mut card: SavedCard) -> Result<SavedCard, StoreError> {
        loop {
            let dismissed = card.clone().dismissed(self.now());
            if dismissed.state == card.state {
                return Ok(card);
            }
            if self.store.write_card(&dismissed).await? == Commit::Written {
                return Ok(SavedCard { version: dismissed.version + 1, ..dismissed });
            }
            let Some(now) = self.store.card(&card.merchant, &card.id).await? else { return Ok(card) };
            card = now;
        }
    }
}

impl<S: Store + Cards, G: Gateway + CardFile, C: Clock, R: Random> Desk<S, G, C, R> {
    /// Takes up to `limit` cards that are due; each must be given to [`Desk::settle_card`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn claim_due_cards(&self, limit: u32) -> Result<Vec<SavedCard>, StoreError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(now);
        self.store.claim_due_cards(now, until, limit).await
    }

    /// Takes a card one step further: onto Clover's file or off it. Clover may be asked twice for the same; that leaves
    /// a customer there whom nobody here names, and moves no money.
    ///
    /// # Errors
    /// When the store fails; the card comes up again.
    pub async fn settle_card(&self, card: SavedCard) -> Result<SavedCard, StoreError> {
        let settled = match &card.state {
            CardState::Saving { token, .. } => {
                let key = card.filing_key();
                let request = FileRequest { merchant: &card.merchant, email: &card.email, token, key: &key };
                let answer = self.gateway.put_on_file(&request).await;
                card.clone().filed(answer, self.now())
            }
            CardState::Removing { customer, source, .. } => {
                let answer = self.gateway.take_off_file(&card.merchant, customer, source.as_deref()).await;
                card.clone().revoked(answer, self.now())
            }
            CardState::OnFile { .. } | CardState::NotSaved { .. } | CardState::Removed { .. } => {
                return Ok(card);
            }
        };
        if self.store.write_card(&settled).await? == Commit::Stale {
            return self.caught_up_with(card, settled).await;
        }
        self.replace_older(&settled).await?;
        Ok(SavedCard { version: settled.version + 1, ..settled })
    }

    /// Somebody has written to the card meanwhile. If it was withdrawn while Clover was putting it on file, it is taken
    /// off again; in all other cases what they left stands.
    async fn caught_up_with(&self, card: SavedCard, settled: SavedCard) -> Result<SavedCard, StoreError> {
        let Some(now) = self.store.card(&card.merchant, &card.id).await? else { return Ok(card) };
        if !matches!(now.state, CardState::NotSaved { .. })
            || !matches!(settled.state, CardState::OnFile { .. })
        {
            return Ok(now);
        }
        let taken_off = SavedCard { version: now.version, ..settled.dismissed(self.now()) };
        self.store.write_card(&taken_off).await?;
        Ok(taken_off)
    }

    /// A card that is saved a second time takes the place of the first.
    async fn replace_older(&self, card: &SavedCard) -> Result<(), StoreError> {
        if !matches!(card.state, CardState::OnFile { .. }) {
            return Ok(());
        }
        let others = self.store.cards(&card.merchant, Some(&card.email), MOST).await?;
        for other in others {
            let on_file = matches!(other.state, CardState::OnFile { .. });
            if on_file && other.id != card.id && other.looks_like(card) {
                self.dismiss(other).await?;
            }
        }
        Ok(())
    }
}

fn customer_of(card: SavedCard, now: jiff::Timestamp) -> Admission {
    if !card.is_usable(now) {
        return Admission::NoSuchCard;
    }
    match card.state {
        CardState::OnFile { customer, .. } => Admission::Granted(customer),
        CardState::Saving { .. }
        | CardState::NotSaved { .. }
        | CardState::Removing { .. }
        | CardState::Removed { .. } => Admission::NoSuchCard,
    }
}
