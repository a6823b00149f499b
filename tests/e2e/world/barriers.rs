//! What keeps some people from a page: found by axe-core, and by measuring.

use std::fs;

use serde_json::{Value, json};

use super::Payer;
use super::program::named_by;

/// WCAG 2.2 at the levels A and AA.
const RULES: [&str; 5] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/// Clover's frames are left out: what is in them is Clover's, and another origin.
const JUDGE: &str = "
    const [rules, done] = arguments;
    axe.run(document, { runOnly: rules, iframes: false }).then(
        ({ violations }) => done(violations.flatMap(({ id, nodes }) =>
            nodes.map((node) => `${id} at ${node.target}: ${node.failureSummary}`))),
        (error) => done([String(error)]),
    );
";

/// What sticks out, what is too small to be hit, what lies on something else.
const MEASURE: &str = "
    const root = document.documentElement, found = [];
    const name = (it) => `${it.localName}#${it.id}.${it.className} (${(it.innerText ?? '').slice(0, 30)})`;
    if (root.scrollWidth > root.clientWidth) {
        const out = [...document.body.querySelectorAll('*')].filter((it) => {
            const { left, right, width } = it.getBoundingClientRect();
            return width > 0 && (left < -1 || right > root.clientWidth + 1) && !it.closest('.unseen');
        });
        found.push(`the page sticks out by ${root.scrollWidth - root.clientWidth} px: ${out.slice(0, 5).map(name).join(', ')}`);
    }
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((it) =>
        it.checkVisibility({ visibilityProperty: true }) && !it.closest('.unseen') && it.getBoundingClientRect().width > 2);
    const targets = seen('a, button, summary, input, label.option, .field-frame > iframe');
    for (const it of targets) {
        const { width, height } = it.getBoundingClientRect();
        if (Math.min(width, height) < 24) found.push(`${name(it)} is only ${width} by ${height} px`);
    }
    const boxes = [...new Set([...targets, ...seen('h1, h2, h3, p, dt, dd, td, legend, li > span')])];
    boxes.forEach((one, place) => boxes.slice(place + 1).forEach((other) => {
        if (one.contains(other) || other.contains(one)) return;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
        if (x > 1 && y > 1) found.push(`${name(one)} and ${name(other)} overlap`);
    }));
    return found;
";

/// Animations that go on although the payer would rather have none.
const MOVES: &str = "
    const moving = document.getAnimations().filter((it) => it.effect.getComputedTiming().duration > 0);
    return moving.map((it) => `${it.effect.target.className} moves`);
";

impl Payer {
    /// What axe finds in the page as it is.
    pub(crate) async fn is_kept_out_by(&self) -> Vec<String> {
        if self.asks("return !window.axe", vec![]).await == Value::Bool(true) {
            let axe = fs::read_to_string(named_by("AXE_CORE")).unwrap();
            self.asks(&axe, vec![]).await;
        }
        strings(&self.browser.client.execute_async(JUDGE, vec![json!(RULES)]).await.unwrap())
    }

    /// What is out of place in the page as it is.
    pub(crate) async fn finds_out_of_place(&self) -> Vec<String> {
        strings(&self.asks(MEASURE, vec![]).await)
    }

    /// What moves in the page as it is.
    pub(crate) async fn sees_moving(&self) -> Vec<String> {
        strings(&self.asks(MOVES, vec![]).await)
    }

    /// Has the page run from right to left, or from left to right.
    pub(crate) async fn reads_from(&self, side: &str) {
        let direction = if side == "right" { "rtl" } else { "ltr" };
        self.asks("document.documentElement.dir = arguments[0]", vec![direction.into()]).await;
    }
}

fn strings(found: &Value) -> Vec<String> {
    found.as_array().unwrap().iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}
