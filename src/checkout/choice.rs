//! What the payer chose to pay: how much of the invoice, and which tip on top of it.

use api_types::LinkView;

use super::typed_amount::{self, Point};

/// The most that Clover charges at once, in minor units (clover-facts 2.5); the server's rules have it too.
const MOST: i64 = 99_999_999;

/// The payer's choice. What was typed is kept while something else is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// How much of the invoice.
    pub amount: AmountChoice,
    /// What was typed as an amount of one's own.
    pub own_amount: String,
    /// The tip.
    pub tip: TipChoice,
    /// What was typed as a tip of one's own.
    pub own_tip: String,
}

/// How much of the invoice is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountChoice {
    /// All that is left.
    All,
    /// The instalment that is due, or the next one.
    Instalment,
    /// What was typed.
    Own,
}

/// The tip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TipChoice {
    /// None.
    Nothing,
    /// So many percent of the amount paid.
    Percent(u16),
    /// What was typed.
    Own,
}

/// The payer changed one part of the choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// How much of the invoice.
    Amount(AmountChoice),
    /// The amount of one's own.
    OwnAmount(String),
    /// The tip.
    Tip(TipChoice),
    /// The tip of one's own.
    OwnTip(String),
}

/// What is charged: the tip is on top of the amount, never in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Minor units.
    pub amount: i64,
    /// Minor units.
    pub tip: i64,
}

/// Which typed amount cannot be paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The amount of one's own.
    Amount,
    /// The tip of one's own.
    Tip,
}

impl Change {
    /// What it means that the field of this name now has this value; the names are those of [`AmountChoice::word`] and
    /// [`TipChoice::word`], and of the fields in `components/choices.rs`.
    pub fn of(name: &str, value: String) -> Option<Self> {
        match name {
            "amount" => Some(Self::Amount(AmountChoice::of(&value)?)),
            "own-amount" => Some(Self::OwnAmount(value)),
            "tip" => Some(Self::Tip(TipChoice::of(&value)?)),
            "own-tip" => Some(Self::OwnTip(value)),
            _ => None,
        }
    }
}

impl AmountChoice {
    /// As the page's fields call it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Instalment => "instalment",
            Self::Own => "own",
        }
    }

    fn of(word: &str) -> Option<Self> {
        [Self::All, Self::Instalment, Self::Own].into_iter().find(|choice| choice.word() == word)
    }

    /// Whether the invoice offers it. Only what is less than all is worth a choice.
    pub fn is_offered(self, view: &LinkView) -> bool {
        match self {
            Self::All => true,
            Self::Instalment => view.instalment_due.is_some_and(|part| part < view.amount_due),
            Self::Own => view.partial_minimum.is_some_and(|least| least < view.amount_due),
        }
    }
}

impl TipChoice {
    /// As the page's fields call it.
    pub fn word(self) -> String {
        match self {
            Self::Nothing => "none".to_owned(),
            Self::Percent(percent) => percent.to_string(),
            Self::Own => "own".to_owned(),
        }
    }

    fn of(word: &str) -> Option<Self> {
        match word {
            "none" => Some(Self::Nothing),
            "own" => Some(Self::Own),
            percent => percent.parse().ok().map(Self::Percent),
        }
    }
}

impl Choice {
    /// What is chosen until the payer says otherwise: the instalment where there is one, and no tip.
    pub fn first(view: &LinkView) -> Self {
        let instalment = AmountChoice::Instalment;
        let amount = if instalment.is_offered(view) { instalment } else { AmountChoice::All };
        Self { amount, own_amount: String::new(), tip: TipChoice::Nothing, own_tip: String::new() }
    }

    /// The choice once `change` is made.
    pub(super) fn change(&mut self, change: Change) {
        match change {
            Change::Amount(amount) => self.amount = amount,
            Change::OwnAmount(text) => self.own_amount = text,
            Change::Tip(tip) => self.tip = tip,
            Change::OwnTip(text) => self.own_tip = text,
        }
    }

    /// The same choice for an invoice that has changed; what is no longer offered becomes what is chosen first.
    pub(super) fn renewed(mut self, view: &LinkView) -> Self {
        let first = Self::first(view);
        if !self.amount.is_offered(view) {
            self.amount = first.amount;
        }
        if !view.tips {
            self.tip = first.tip;
        }
        self
    }

    /// How much of the invoice is paid, in minor units; `None` where what was typed cannot be.
    pub fn amount_of(&self, view: &LinkView, point: Point) -> Option<i64> {
        match self.amount {
            AmountChoice::All => Some(view.amount_due),
            AmountChoice::Instalment => Some(view.instalment_due.unwrap_or(view.amount_due)),
            AmountChoice::Own => own_amount(view, &self.own_amount, point),
        }
    }

    /// What is charged.
    ///
    /// # Errors
    /// When a typed amount is none or is not taken.
    pub fn sum(&self, view: &LinkView, point: Point) -> Result<Sum, Wrong> {
        let amount = self.amount_of(view, point).ok_or(Wrong::Amount)?;
        let tip = match self.tip {
            TipChoice::Nothing => 0,
            TipChoice::Percent(percent) => percent_of(amount, percent),
            TipChoice::Own => typed_amount::read(&self.own_tip, view.decimals, point).ok_or(Wrong::Tip)?,
        };
        if tip > most_tip(amount) { Err(Wrong::Tip) } else { Ok(Sum { amount, tip }) }
    }
}

impl Sum {
    /// What the card is charged, minor units.
    pub fn total(self) -> i64 {
        self.amount + self.tip
    }
}

/// A part of at least the minimum, or all that is left.
fn own_amount(view: &LinkView, text: &str, point: Point) -> Option<i64> {
    let amount = typed_amount::read(text, view.decimals, point)?;
    let least = view.partial_minimum.unwrap_or(view.amount_due).max(1);
    (least..=view.amount_due).contains(&amount).then_some(amount)
}

/// So many percent of an amount, rounded to the nearest minor unit, a half upwards.
pub fn percent_of(amount: i64, percent: u16) -> i64 {
    (amount * i64::from(percent) + 50) / 100
}

/// The largest tip on an amount, minor units.
pub fn most_tip(amount: i64) -> i64 {
    MOST - amount
}

#[cfg(test)]
#[path = "choice_tests.rs"]
mod tests;
