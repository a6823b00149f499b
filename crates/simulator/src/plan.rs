//! What a run is made of: drawn from its seed before it begins.

use payments::PaymentMode;

use crate::clover::{FirstLook, Habits, Spends};
use crate::dice::Dice;
use crate::executor::Millis;
use crate::weather::Weather;

/// One run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) weather: Weather,
    pub(crate) habits: Habits,
    /// One server, or two on one store.
    pub(crate) nodes: usize,
    /// How far the servers' clocks are from the true time, at the most, in milliseconds.
    pub(crate) clocks_apart: Millis,
    /// How far a clock may jump, forward or back, in milliseconds; 0 for never. Two jumps stay within the hour that
    /// the rules allow for between our clocks and Clover's.
    pub(crate) clock_jump: Millis,
    /// The longest that a late request or answer is late.
    pub(crate) lateness: Millis,
    /// Browser tabs on the one link.
    pub(crate) tabs: u64,
    /// Per mille of presses that are double clicks.
    pub(crate) double_clicks: u32,
    /// Per mille of cards that a bank declines.
    pub(crate) bad_cards: u32,
    /// Milliseconds after which the link takes no payment, if any.
    pub(crate) expires_after: Option<Millis>,
    /// What the merchant does to the invoice.
    pub(crate) merchant: Merchant,
    /// How the merchant takes money.
    pub(crate) mode: Mode,
    /// Whether the invoice may be paid in parts.
    pub(crate) parts: bool,
    /// Whether payers may add tips.
    pub(crate) tips: bool,
    /// Whether Clover sends webhooks at all.
    pub(crate) webhooks: bool,
    /// When Clover is unreachable, from and until.
    pub(crate) outage: Option<(Millis, Millis)>,
    /// How many more invoices lie beside the one, all on one statement; without any there is no statement.
    pub(crate) more_invoices: u64,
    /// Per mille of tabs that pay by the statement's link instead of an invoice's own.
    pub(crate) by_statement: u32,
}

/// How the merchant takes money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// In one way, all the time.
    Always(PaymentMode),
    /// The setting changes all the time.
    Changing,
}

/// What the merchant does to the invoice while it is being paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Merchant {
    /// Nothing.
    Waits,
    /// Takes it back.
    Voids,
    /// Gives it a new link.
    Relinks,
}

impl Plan {
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let weather = Weather::draw(dice);
        let habits = habits(dice);
        // A Clover that finds a token spent while its charge is still at the bank, or declines what it has not
        // decided, can be understood only by waiting for the longest time that a charge may take, so there that
        // time must have an end.
        let spent_early =
            habits.looks_first_at == FirstLook::Token && habits.spends_tokens == Spends::OnArrival;
        let hasty = spent_early || weather.decline_undecided > 0;
        Self {
            weather,
            habits,
            nodes: dice.pick(&[1, 2], 1),
            clocks_apart: if hasty { 0 } else { dice.pick(&[0, 200, 5_000, 300_000], 0) },
            clock_jump: if hasty { 0 } else { dice.pick(&[0, 0, 2_000, 90_000, 1_500_000], 0) },
            lateness: if hasty { 60_000 } else { dice.pick(&[45_000, 60_000, 200_000, 1_800_000], 0) },
            tabs: dice.pick(&[1, 1, 2, 3], 1),
            double_clicks: dice.pick(&[0, 0, 300], 0),
            bad_cards: dice.pick(&[0, 100, 500], 0),
            expires_after: dice.pick(&[None, None, Some(2_000), Some(40_000), Some(200_000)], None),
            merchant: dice.pick(
                &[Merchant::Waits, Merchant::Waits, Merchant::Waits, Merchant::Voids, Merchant::Relinks],
                Merchant::Waits,
            ),
            mode: dice.pick(&[ORDER, ORDER, CHARGE, CHARGE, Mode::Changing], ORDER),
            parts: dice.chance(300),
            tips: dice.chance(300),
            webhooks: dice.chance(500),
            outage: outage(dice),
            more_invoices: dice.pick(&[0, 0, 0, 1, 3], 0),
            by_statement: dice.pick(&[300, 600, 1_000], 600),
        }
    }
}

const ORDER: Mode = Mode::Always(PaymentMode::Order);
const CHARGE: Mode = Mode::Always(PaymentMode::Charge);

fn habits(dice: &mut Dice) -> Habits {
    Habits {
        orders_have_keys: dice.chance(500),
        declines_are_repeated: dice.chance(500),
        looks_first_at: dice.pick(&[FirstLook::Key, FirstLook::Order, FirstLook::Token], FirstLook::Key),
        references_on_orders: dice.chance(700),
        shows_pending: dice.chance(500),
        failures_leave_traces: dice.chance(500),
        names_declines: dice.chance(500),
        spends_tokens: dice.pick(&[Spends::OnArrival, Spends::OnDecision], Spends::OnArrival),
    }
}

fn outage(dice: &mut Dice) -> Option<(Millis, Millis)> {
    if !dice.chance(100) {
        return None;
    }
    let from = dice.below(10_000);
    Some((from, from + dice.pick(&[5_000, 120_000, 1_800_000, 14_400_000], 0)))
}
