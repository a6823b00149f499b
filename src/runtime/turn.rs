//! Tells the latest of several pieces of work from the ones it replaced.

use std::cell::Cell;
use std::rc::Rc;

/// Counts the turns of one kind of work.
#[derive(Default)]
pub(super) struct Turns(Rc<Cell<u32>>);

/// One turn; it ends when the next is taken.
pub(super) struct Turn {
    mine: u32,
    latest: Rc<Cell<u32>>,
}

impl Turns {
    pub(super) fn take(&self) -> Turn {
        let mine = self.0.get().wrapping_add(1);
        self.0.set(mine);
        Turn { mine, latest: Rc::clone(&self.0) }
    }
}

impl Turn {
    pub(super) fn is_mine(&self) -> bool {
        self.mine == self.latest.get()
    }
}
