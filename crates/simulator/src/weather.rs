//! What goes wrong in a run, and how often: drawn from the seed before it begins.

use crate::dice::Dice;

/// How likely each fault is at each occasion, per mille. Most runs have a few kinds of fault, some of them
/// often: faults that never come together find less.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Weather {
    /// Clover cannot be connected to: nothing leaves the machine.
    pub(crate) refused: u32,
    /// A request is lost on its way.
    pub(crate) request_lost: u32,
    /// A request arrives long after its sender gave up.
    pub(crate) request_late: u32,
    /// Clover's answer is lost.
    pub(crate) answer_lost: u32,
    /// Clover's answer comes after the timeout.
    pub(crate) answer_late: u32,
    /// Clover takes no request at the moment.
    pub(crate) too_busy: u32,
    /// Clover fails before it has taken money.
    pub(crate) error_before: u32,
    /// Clover fails after it has taken money.
    pub(crate) error_after: u32,
    /// Clover answers 402 although it took the money.
    pub(crate) decline_although_charged: u32,
    /// Clover answers 402 and has decided nothing: what else carries the same key may yet be charged.
    pub(crate) decline_undecided: u32,
    /// A bank takes its time.
    pub(crate) slow_bank: u32,
    /// The database is busy: an act fails, nothing is written.
    pub(crate) store_busy: u32,
    /// The disk is full for a while: writes fail.
    pub(crate) disk_full: u32,
    /// A write is committed and reported as failed.
    pub(crate) silent_commit: u32,
    /// A server dies at an await point.
    pub(crate) crash: u32,
    /// A task of a server hangs for seconds or minutes and then goes on.
    pub(crate) stall: u32,
    /// The payer's connection breaks, before or after the request arrived.
    pub(crate) payer_offline: u32,
    /// Clover's webhook comes more than once, late, or not at all.
    pub(crate) webhook_trouble: u32,
}

impl Weather {
    pub(crate) fn draw(dice: &mut Dice) -> Self {
        let mut fault = || dice.pick(&[0, 0, 0, 10, 60, 250], 0);
        Self {
            refused: fault(),
            request_lost: fault(),
            request_late: fault(),
            answer_lost: fault(),
            answer_late: fault(),
            too_busy: fault(),
            error_before: fault(),
            error_after: fault(),
            decline_although_charged: fault(),
            decline_undecided: fault() / 2,
            slow_bank: fault(),
            store_busy: fault() / 2,
            disk_full: fault() / 8,
            silent_commit: fault() / 2,
            payer_offline: fault(),
            webhook_trouble: fault(),
            crash: dice.pick(&[0, 0, 3, 12, 40], 0),
            stall: dice.pick(&[0, 0, 3, 12], 0),
        }
    }
}
