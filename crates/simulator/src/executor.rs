//! One thread, many tasks, a clock that jumps to the next thing to do, and an order that the seed decides.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use crate::dice::Dice;
use crate::violation::{Found, Violation};

/// Milliseconds since the run began.
pub(crate) type Millis = u64;

/// Who dies with whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// Payers, networks, Clover: they go on when a server dies.
    World,
    /// A task of this server.
    Node(usize),
}

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

struct Task {
    owner: Owner,
    work: Work,
}

/// A handle on the run that everybody in it has.
#[derive(Clone)]
pub(crate) struct Sim(Arc<Mutex<State>>);

struct State {
    now: Millis,
    /// The time, a roll of the dice that orders what happens at the same time, and the task.
    wakes: BinaryHeap<Reverse<(Millis, u64, usize)>>,
    current: usize,
    tasks: usize,
    born: Vec<Task>,
    felled: Vec<usize>,
    dice: Dice,
    calm: bool,
    over: bool,
    story: Option<Vec<String>>,
    violations: Vec<Violation>,
}

impl Sim {
    /// A run that has not begun. Only one that is to be read keeps a story: words take time.
    pub(crate) fn new(seed: u64, with_story: bool) -> Self {
        Self(Arc::new(Mutex::new(State {
            now: 0,
            wakes: BinaryHeap::new(),
            current: 0,
            tasks: 0,
            born: Vec::new(),
            felled: Vec::new(),
            dice: Dice::new(seed),
            calm: false,
            over: false,
            story: with_story.then(Vec::new),
            violations: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn now(&self) -> Millis {
        self.state().now
    }

    pub(crate) fn dice<T>(&self, roll: impl FnOnce(&mut Dice) -> T) -> T {
        roll(&mut self.state().dice)
    }

    pub(crate) fn between(&self, low: u64, high: u64) -> u64 {
        self.dice(|dice| dice.between(low, high))
    }

    /// Whether a fault of this likelihood strikes now. None does once the run is calm.
    pub(crate) fn strikes(&self, per_mille: u32) -> bool {
        let mut state = self.state();
        per_mille > 0 && !state.calm && state.dice.chance(per_mille)
    }

    /// From now on nothing new goes wrong; what is on its way still comes.
    pub(crate) fn calm_down(&self) {
        self.state().calm = true;
    }

    pub(crate) fn is_calm(&self) -> bool {
        self.state().calm
    }

    /// Ends the run after the current step.
    pub(crate) fn end(&self) {
        self.state().over = true;
    }

    /// Adds a task; it begins at once, in an order that the dice decide.
    pub(crate) fn spawn(&self, owner: Owner, work: impl Future<Output = ()> + Send + 'static) {
        let mut state = self.state();
        let task = state.tasks;
        state.tasks += 1;
        state.born.push(Task { owner, work: Box::pin(work) });
        let now = state.now;
        state.wake(now, task);
    }

    /// Every task of this server is dropped where it stands, after the current step.
    pub(crate) fn fell(&self, node: usize) {
        self.state().felled.push(node);
    }

    /// The current task is looked at again at this time.
    pub(crate) fn wake_me(&self, at: Millis) {
        let mut state = self.state();
        let task = state.current;
        state.wake(at, task);
    }

    /// The task that is running.
    pub(crate) fn current(&self) -> usize {
        self.state().current
    }

    /// That task is looked at again now.
    pub(crate) fn wake(&self, task: usize) {
        let mut state = self.state();
        let now = state.now;
        state.wake(now, task);
    }

    /// Adds a line to the story, if anybody wants to read it.
    pub(crate) fn tell(&self, line: impl FnOnce() -> String) {
        let mut state = self.state();
        let now = state.now;
        if let Some(story) = &mut state.story {
            story.push(format!("{:>5}.{:03} s  {}", now / 1_000, now % 1_000, line()));
        }
    }

    pub(crate) fn violated(&self, found: Found, promise: &'static str, detail: impl FnOnce() -> String) {
        let violation = Violation { found, promise, detail: detail() };
        self.tell(|| format!("VIOLATION: {violation}"));
        self.state().violations.push(violation);
    }

    /// What the run has left: its story, and what was broken.
    pub(crate) fn outcome(&self) -> (Vec<String>, Vec<Violation>) {
        let mut state = self.state();
        (state.story.take().unwrap_or_default(), std::mem::take(&mut state.violations))
    }

    /// Runs every task until the run is ended or nothing is left to wait for.
    pub(crate) fn run(&self) {
        let mut tasks: Vec<Option<Task>> = Vec::new();
        let mut context = Context::from_waker(Waker::noop());
        loop {
            self.bury(&mut tasks);
            let Some(place) = self.state().next() else { return };
            let Some(slot) = tasks.get_mut(place) else { continue };
            if let Some(task) = slot
                && task.work.as_mut().poll(&mut context).is_ready()
            {
                *slot = None;
            }
        }
    }

    /// Takes new tasks in and drops those of servers that fell. Dropping a task may wake others, so the state
    /// is not held meanwhile.
    fn bury(&self, tasks: &mut Vec<Option<Task>>) {
        let felled = {
            let mut state = self.state();
            tasks.extend(state.born.drain(..).map(Some));
            if state.felled.is_empty() {
                return;
            }
            std::mem::take(&mut state.felled)
        };
        for slot in tasks {
            let dies = |task: &Task| matches!(task.owner, Owner::Node(node) if felled.contains(&node));
            if slot.as_ref().is_some_and(dies) {
                *slot = None;
            }
        }
    }
}

impl State {
    fn wake(&mut self, at: Millis, task: usize) {
        let order = self.dice.roll();
        self.wakes.push(Reverse((at, order, task)));
    }

    fn next(&mut self) -> Option<usize> {
        if self.over {
            return None;
        }
        let Reverse((at, _, task)) = self.wakes.pop()?;
        self.now = self.now.max(at);
        self.current = task;
        Some(task)
    }
}
