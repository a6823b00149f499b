//! The lines of an invoice.

use api_types::Line;
use leptos::prelude::*;

use super::Amounts;

/// Longer invoices show this many lines and keep the rest folded, so that the form is not far away.
const SHOWN: usize = 5;

/// The lines, the rest of many folded.
#[component]
pub fn LineTable(
    /// The invoice.
    amounts: Amounts,
) -> impl IntoView {
    let t = amounts.sentences();
    let lines = &amounts.view.lines;
    let (shown, folded) = if lines.len() > SHOWN + 1 { lines.split_at(SHOWN) } else { (&lines[..], &lines[..0]) };
    let more = (!folded.is_empty()).then(|| {
        let summary = [t.more_lines, " (", &lines.len().to_string(), ")"].concat();
        let rows = rows(folded, &amounts);
        view! {
            <details class="more">
                <summary>{summary}</summary>
                <table class="lines"><tbody>{rows}</tbody></table>
            </details>
        }
    });
    let shown = rows(shown, &amounts);
    view! {
        <table class="lines">
            <thead class="unseen">
                <tr><th scope="col">{t.description}</th><th scope="col">{t.amount}</th></tr>
            </thead>
            <tbody>{shown}</tbody>
        </table>
        {more}
    }
}

fn rows(lines: &[Line], amounts: &Amounts) -> Vec<impl IntoView + use<>> {
    lines.iter().map(|line| row(line, amounts)).collect()
}

fn row(line: &Line, amounts: &Amounts) -> impl IntoView + use<> {
    let several = (line.quantity != 1).then(|| {
        let each = [&line.quantity.to_string(), " × ", &amounts.money(line.unit_amount)].concat();
        view! { <span class="line-each">{each}</span> }
    });
    view! {
        <tr>
            <td class="line-what">{line.description.clone()}{several}</td>
            <td class="line-amount">{amounts.money(line.amount)}</td>
        </tr>
    }
}
