//! What the embedded element offers has the same names in its two scripts, its types and its documentation.

use std::collections::BTreeSet;

use super::finding::Finding;
use super::source::Source;

const SCRIPT: &str = "public/embed.js";
const INSIDE: &str = "public/embedded.js";
const TYPES: &str = "public/embed.d.ts";
const GUIDE: &str = "docs/EMBEDDING.md";
/// Read by the compiler as `cargo xtask test` runs.
const EXAMPLE: &str = "tests/embed-types/react.tsx";

type Names = BTreeSet<String>;

/// Compares events and attributes with those that the scripts know.
pub(crate) fn check(sources: &[Source]) -> Vec<Finding> {
    let text = |path: &str| sources.iter().find(|source| source.path == path).map_or("", |it| &it.text);
    let (script, inside, types, guide) = (text(SCRIPT), text(INSIDE), text(TYPES), text(GUIDE));
    let events = &told(script) | &announced(inside);
    let attributes = quoted(between(script, "observedAttributes = [", "]"));
    let mut findings: Vec<Finding> = [
        (
            TYPES,
            "events",
            members(between(types, "interface TrefoilEventMap {", "\n}"), "CustomEvent"),
            &events,
        ),
        (GUIDE, "events", rows(between(guide, "| Event |", "\n\n")), &events),
        (GUIDE, "attributes", rows(between(guide, "| Attribute |", "\n\n")), &attributes),
    ]
    .into_iter()
    .filter(|(_, _, said, known)| said != *known || known.is_empty())
    .map(|(path, what, said, known)| {
        Finding::about(path, format!("names the {what} {said:?}, but the scripts have {known:?}"))
    })
    .collect();
    findings.extend(missing_attributes(types, &attributes));
    let snippet = between(guide, "```ts\n", "```");
    if snippet.is_empty() || !text(EXAMPLE).contains(snippet) {
        findings.push(Finding::about(EXAMPLE, format!("does not use React as {GUIDE} says")));
    }
    findings
}

/// The types may know more: what every element has.
fn missing_attributes(types: &str, attributes: &Names) -> Option<Finding> {
    let known = members(between(types, "interface TrefoilInvoiceAttributes {", "\n}"), "");
    let missing: Names = attributes - &known;
    (!missing.is_empty()).then(|| Finding::about(TYPES, format!("lacks the attributes {missing:?}")))
}

/// What the element tells by itself.
fn told(script: &str) -> Names {
    script.split("tell('").skip(1).filter_map(|rest| rest.split('\'').next()).map(str::to_owned).collect()
}

/// What the page inside has it tell.
fn announced(inside: &str) -> Names {
    let table = between(inside, "EVENTS = {", "}");
    let of_states = table.lines().filter_map(|line| line.split_once(": '")?.1.split('\'').next());
    let at_once = inside.split("announce('").skip(1).filter_map(|rest| rest.split('\'').next());
    of_states.chain(at_once).map(str::to_owned).collect()
}

/// The names of an interface's members whose type begins so.
fn members(body: &str, kind: &str) -> Names {
    let named = body.lines().filter_map(|line| line.trim().split_once(": "));
    named
        .filter(|(_, of)| of.starts_with(kind))
        .map(|(name, _)| name.trim_end_matches('?').to_owned())
        .collect()
}

/// The first word in code of each row of a table.
fn rows(table: &str) -> Names {
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `"));
    cells.filter_map(|cell| cell.split(['`', '=']).next()).map(str::to_owned).collect()
}

fn quoted(list: &str) -> Names {
    list.split(',')
        .map(|word| word.trim().trim_matches('\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// What stands between two marks; nothing when one is missing.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    let rest = text.split_once(begin).map_or("", |(_, rest)| rest);
    rest.split_once(end).map_or("", |(inside, _)| inside)
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    const SNIPPET: &str = "import type { T } from './embed';\n";

    /// The files of an element that tells `ready`, `paid` and this.
    fn files(by_script: &str, typed: &str, explained: &str) -> [Source; 5] {
        [
            made_up(SCRIPT, &format!("tell('{by_script}', {{}}); observedAttributes = ['href', 'mode'];")),
            made_up(INSIDE, "const EVENTS = {\n  'partly-paid': 'paid',\n};\nannounce('ready', state);"),
            made_up(
                TYPES,
                &format!(
                    "interface TrefoilEventMap {{\n  ready: CustomEvent<D>;\n  paid: CustomEvent<D>;\n  \
                    /** See: below. */\n  {typed}: CustomEvent<D>;\n}}\n\
                    interface TrefoilInvoiceAttributes {{\n  href: string;\n  mode?: 'button';\n  id?: string;\n}}\n"
                ),
            ),
            made_up(
                GUIDE,
                &format!(
                    "| Attribute |\n|---|\n| `href` | x |\n| `mode=\"button\"` | x |\n\n\
                    | Event | When |\n|---|\n| `ready` | x |\n| `paid` | x |\n| `{explained}` | x |\n\n```ts\n{SNIPPET}```"
                ),
            ),
            made_up(EXAMPLE, &format!("// React\n{SNIPPET}export {{}};")),
        ]
    }

    fn places(sources: &[Source]) -> Vec<String> {
        check(sources).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn the_same_names_everywhere_are_fine() {
        assert_eq!(places(&files("closed", "closed", "closed")), Vec::<String>::new());
    }

    #[test]
    fn a_name_that_one_file_lacks_is_found_there() {
        assert_eq!(places(&files("closed", "shut", "closed")), [TYPES]);
        assert_eq!(places(&files("closed", "closed", "shut")), [GUIDE]);
        assert_eq!(places(&files("shut", "closed", "closed")), [TYPES, GUIDE]);
    }

    #[test]
    fn attributes_and_the_way_with_react_are_compared_too() {
        let mut sources = files("closed", "closed", "closed");
        sources[2].text = sources[2].text.replace("mode?:", "shape?:");
        sources[4].text.clear();
        assert_eq!(places(&sources), [TYPES, EXAMPLE]);
    }

    #[test]
    fn files_that_cannot_be_read_do_not_agree() {
        assert!(!check(&[]).is_empty());
    }
}
