//! The levers: which route misbehaves, how, and how often.

use serde::{Deserialize, Serialize};
use tokio::sync::oneshot;

use crate::routes::RouteName;

/// A fault on a route.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArmedFault {
    pub(crate) route: RouteName,
    pub(crate) fault: Fault,
    /// How many requests it strikes yet; nothing means until it is taken away.
    #[serde(default)]
    pub(crate) times: Option<u32>,
}

/// How a route misbehaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Fault {
    /// Waits, then goes on, even if the client has gone away meanwhile.
    Delay { ms: u64 },
    /// Waits until `POST /_control/release`, then goes on.
    Hold,
    /// Closes the connection; nothing is carried out.
    RefuseConnection,
    /// Answers this status, before or after carrying the request out.
    Status {
        status: u16,
        #[serde(default)]
        after_commit: bool,
    },
    /// Carries the request out and closes the connection.
    DropAnswer,
    /// Carries the request out and answers an approval with a decline.
    DeclineAlthoughCharged,
    /// Answers 429; nothing is carried out.
    RateLimit {
        #[serde(default = "one_second")]
        retry_after: u64,
    },
    /// Answers 404, as if the file were gone.
    Missing,
    /// Answers 200 and nothing: an SDK that defines nothing.
    Empty,
    /// Answers with a decline, as a payment or any other request could be refused; nothing is carried out.
    Decline {
        #[serde(default = "issuer")]
        decline_code: String,
    },
    /// Carries the request out and answers what is no JSON.
    Malformed,
    /// Carries the request out, sends half of the answer and closes the connection.
    Truncated,
    /// Carries the request out and answers with so many mebibytes of spaces before the answer.
    Huge {
        #[serde(default = "sixty_four")]
        mib: usize,
    },
    /// Carries the request out and calls the answer HTML.
    WrongContentType,
}

fn one_second() -> u64 {
    1
}

fn issuer() -> String {
    "issuer_declined".into()
}

fn sixty_four() -> usize {
    64
}

impl Fault {
    /// Faults that only put off what happens; another one may strike the same request afterwards.
    fn only_waits(&self) -> bool {
        matches!(self, Self::Delay { .. } | Self::Hold)
    }

    /// What is wrong with it, if anything.
    pub(crate) fn objection(&self) -> Option<&'static str> {
        match self {
            Self::Status { status, .. } if !(400..600).contains(status) => Some("status must be 400 to 599"),
            Self::Huge { mib } if !(1..=1_024).contains(mib) => Some("mib must be 1 to 1024"),
            _ => None,
        }
    }
}

/// The faults in force and the requests being held.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Faults {
    armed: Vec<ArmedFault>,
    #[serde(skip)]
    held: Vec<(RouteName, oneshot::Sender<()>)>,
}

impl Faults {
    pub(crate) fn arm(&mut self, fault: ArmedFault) {
        self.armed.push(fault);
    }

    pub(crate) fn armed(&self) -> &[ArmedFault] {
        &self.armed
    }

    /// Takes all faults away. Held requests stay held until they are released.
    pub(crate) fn clear(&mut self) {
        self.armed.clear();
    }

    /// The first fault that makes this route wait, counted down.
    pub(crate) fn take_wait(&mut self, route: RouteName) -> Option<Fault> {
        self.take(route, Fault::only_waits)
    }

    /// The first fault that changes what this route does, counted down.
    pub(crate) fn take_act(&mut self, route: RouteName) -> Option<Fault> {
        self.take(route, |fault| !fault.only_waits())
    }

    fn take(&mut self, route: RouteName, wanted: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let place = self.armed.iter().position(|armed| armed.route.covers(route) && wanted(&armed.fault))?;
        let armed = self.armed.get_mut(place)?;
        let fault = armed.fault.clone();
        armed.times = armed.times.map(|times| times.saturating_sub(1));
        if armed.times == Some(0) {
            self.armed.remove(place);
        }
        Some(fault)
    }

    /// Joins the held requests. The receiver fails when everything is reset.
    pub(crate) fn hold(&mut self, route: RouteName) -> oneshot::Receiver<()> {
        let (release, released) = oneshot::channel();
        self.held.push((route, release));
        released
    }

    pub(crate) fn held(&self) -> impl Iterator<Item = RouteName> {
        self.held.iter().map(|(route, _)| *route)
    }

    /// Gives up the held requests: their connections end unanswered.
    pub(crate) fn abandon(&mut self) {
        self.held.clear();
    }

    /// Takes away the holds that `routes` covers and lets the requests go; answers how many.
    pub(crate) fn release(&mut self, routes: RouteName) -> usize {
        self.armed.retain(|armed| !(armed.fault == Fault::Hold && (routes.covers(armed.route))));
        let (freed, kept): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.held).into_iter().partition(|(route, _)| routes.covers(*route));
        self.held = kept;
        freed.into_iter().filter_map(|(_, release)| release.send(()).ok()).count()
    }
}
