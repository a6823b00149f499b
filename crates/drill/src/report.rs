//! The drill's figures as a table, and the one line that says whether the promises were kept.

use std::fmt::Write as _;

use crate::audit::Verdict;
use crate::calm::Calm;
use crate::storm::Past;

/// The most findings of one kind that are shown.
const SHOWN: usize = 10;

/// All of it; ends with `N payments, K kills, R restarts, D double, L lost, S stuck`.
pub(crate) fn text(past: &Past, calm: &Calm, verdict: &Verdict) -> String {
    let lost_answers: u32 = past.diaries.iter().map(|diary| diary.lost_answers).sum();
    let told: usize = past.diaries.iter().map(|diary| diary.told.len()).sum();
    let mut text = String::new();
    let mut row = |name: &str, value: String| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<44} {value:>12}");
    };
    row("storm, seconds", past.lasted.as_secs().to_string());
    row("payers", past.diaries.len().to_string());
    for (fault, times) in &past.faults {
        row(&format!("Clover: {fault}"), times.to_string());
    }
    row("answers of ours that payers lost", lost_answers.to_string());
    row("servers started without a database", past.gave_up.to_string());
    row("ends that payers were told", told.to_string());
    row("payments approved", verdict.approved.to_string());
    row("taken by Clover, minor units", verdict.clovers.to_string());
    row("recorded by us, minor units", verdict.ours.to_string());
    row("payments open when the storm ended", calm.open.to_string());
    row("seconds until the last of them ended", calm.took.as_secs().to_string());
    row("most looks at Clover that one took", calm.cycles.to_string());
    for (kind, findings) in [("double", &verdict.double), ("lost", &verdict.lost), ("stuck", &verdict.stuck)]
    {
        for finding in findings.iter().take(SHOWN) {
            let _ = writeln!(text, "{kind}: {finding}");
        }
    }
    let Verdict { payments, double, lost, stuck, .. } = verdict;
    let (kills, restarts) = (past.done.kills, past.done.restarts);
    let _ = writeln!(
        text,
        "{payments} payments, {kills} kills, {restarts} restarts, {} double, {} lost, {} stuck",
        double.len(),
        lost.len(),
        stuck.len()
    );
    text
}
