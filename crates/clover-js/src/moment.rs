//! A value that comes once and is awaited by any number of callers.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

enum State<T> {
    Awaited(Vec<Waker>),
    Settled(T),
}

/// The first value given wins; later ones are ignored, so racing sources need no other referee.
pub(crate) struct Moment<T>(Rc<RefCell<State<T>>>);

impl<T> Clone for Moment<T> {
    fn clone(&self) -> Self {
        Self(Rc::clone(&self.0))
    }
}

impl<T: Clone> Moment<T> {
    pub(crate) fn new() -> Self {
        Self(Rc::new(RefCell::new(State::Awaited(Vec::new()))))
    }

    pub(crate) fn settled(value: T) -> Self {
        Self(Rc::new(RefCell::new(State::Settled(value))))
    }

    pub(crate) fn settle(&self, value: T) {
        let mut state = self.0.borrow_mut();
        let wakers = match &mut *state {
            State::Settled(_) => return,
            State::Awaited(wakers) => std::mem::take(wakers),
        };
        *state = State::Settled(value);
        drop(state);
        wakers.into_iter().for_each(Waker::wake);
    }

    /// The value, if it has come.
    pub(crate) fn peek(&self) -> Option<T> {
        match &*self.0.borrow() {
            State::Settled(value) => Some(value.clone()),
            State::Awaited(_) => None,
        }
    }
}

impl<T: Clone> Future for Moment<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        match &mut *self.0.borrow_mut() {
            State::Settled(value) => Poll::Ready(value.clone()),
            State::Awaited(wakers) => {
                if !wakers.iter().any(|waker| waker.will_wake(cx.waker())) {
                    wakers.push(cx.waker().clone());
                }
                Poll::Pending
            }
        }
    }
}
