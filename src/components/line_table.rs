//! The lines of an invoice.

use api_types::Line;

use super::amounts::Amounts;
use super::paper::{Paper, paper};

/// Longer invoices show this many lines and keep the rest folded, so that the form is not far away.
const SHOWN: usize = 5;

/// Appends the lines to the sheet, the rest of many folded.
pub fn with_lines(sheet: Paper, amounts: &Amounts) -> Paper {
    let t = amounts.sentences();
    let lines = &amounts.view.lines;
    let (shown, folded) =
        if lines.len() > SHOWN + 1 { lines.split_at(SHOWN) } else { (&lines[..], &lines[..0]) };
    let heading = |text| paper("th", "").attr("scope", "col").text(text);
    let headings = paper("tr", "").with(heading(t.description)).with(heading(t.amount));
    let table =
        paper("table", "lines").with(paper("thead", "unseen").with(headings)).with(rows(shown, amounts));
    let more = (!folded.is_empty()).then(|| {
        let summary = [t.more_lines, " (", &lines.len().to_string(), ")"].concat();
        let rest = paper("table", "lines").with(rows(folded, amounts));
        paper("details", "more").with(paper("summary", "").text(&summary)).with(rest)
    });
    sheet.with(table).maybe(more)
}

fn rows(lines: &[Line], amounts: &Amounts) -> Paper {
    lines.iter().fold(paper("tbody", ""), |body, line| body.with(row(line, amounts)))
}

fn row(line: &Line, amounts: &Amounts) -> Paper {
    let several = (line.quantity != 1).then(|| {
        let each = [&line.quantity.to_string(), " × ", &amounts.money(line.unit_amount)].concat();
        paper("span", "line-each").text(&each)
    });
    paper("tr", "")
        .with(paper("td", "line-what").text(&line.description).maybe(several))
        .with(paper("td", "line-amount").text(&amounts.money(line.amount)))
}
