//! Lints and tests everything, stage by stage, and counts.

mod bench;
mod browser;
mod dependencies;
mod drill;
mod e2e;
mod embed_types;
mod lint;
mod native;
mod report;
pub(crate) mod screenshots;
mod stage;
mod tally;

use std::process::ExitCode;

use clap::Args;

use crate::{page, process, setup, size, tidy};
use bench::Bench;
use stage::Stage;

/// What to leave out.
#[derive(Args)]
pub(crate) struct Options {
    /// Leave out what needs a browser.
    #[arg(long)]
    quick: bool,
    /// Run these stages only, by the names in the table.
    #[arg(long, value_name = "STAGE", hide = true)]
    only: Vec<String>,
}

/// Every stage, in order. A stage that fails does not keep the others from running.
const STAGES: &[Stage] = &[
    Stage { name: "setup", browser: false, run: |_, _| quick_setup() },
    Stage { name: "setup-browser", browser: true, run: |_, _| browser_setup() },
    Stage { name: "format", browser: false, run: |_, _| lint::format() },
    Stage { name: "clippy-native", browser: false, run: |_, _| lint::clippy_native() },
    Stage { name: "clippy-wasm", browser: false, run: |_, _| lint::clippy_wasm() },
    Stage { name: "docs", browser: false, run: |_, _| lint::docs() },
    Stage { name: "tidy", browser: false, run: |_, _| silent(tidy::run()) },
    Stage { name: "dependencies", browser: false, run: |_, _| dependencies::check() },
    Stage { name: "native-tests", browser: false, run: native::run },
    Stage { name: "doc-tests", browser: false, run: native::doc_tests },
    Stage { name: "embed-types", browser: true, run: |_, tally| embed_types::check(tally) },
    Stage { name: "programs", browser: true, run: |_, _| native::build_programs() },
    Stage { name: "browser-tests", browser: true, run: browser::run },
    Stage { name: "page", browser: true, run: |_, _| silent(page::build()) },
    Stage { name: "page-size", browser: true, run: |_, _| silent(size::check()) },
    Stage { name: "e2e-tests", browser: true, run: e2e::run },
    Stage { name: "drill", browser: true, run: drill::run },
];

/// Runs the stages; the last line printed is `N passed, M failed`.
///
/// # Errors
/// When a stage to run does not exist or the user interrupts; failures of stages are in the exit code.
pub(crate) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let chosen = choose(options)?;
    let bench = Bench::new()?;
    let mut done = Vec::new();
    for stage in chosen {
        done.push(stage.perform(&bench));
        process::go_on()?;
    }
    print!("{}", report::text(&done));
    Ok(if done.iter().all(stage::Done::is_good) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(options: &Options) -> anyhow::Result<Vec<&'static Stage>> {
    if let Some(unknown) = options.only.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name)) {
        let names: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
        anyhow::bail!("no stage is called {unknown}; there are {}", names.join(", "));
    }
    let wanted = |stage: &&Stage| {
        let named = options.only.is_empty() || options.only.iter().any(|name| name == stage.name);
        named && !(options.quick && stage.browser)
    };
    Ok(STAGES.iter().filter(wanted).collect())
}

fn quick_setup() -> stage::Ended {
    setup::rust_target::ensure()?;
    setup::cargo_deny()?;
    setup::postgres::ensure()?;
    Ok(None)
}

fn browser_setup() -> stage::Ended {
    setup::page_tools()?;
    setup::test_runner()?;
    setup::chromium::ensure()?;
    setup::package::AXE_CORE.ensure()?;
    setup::package::TYPESCRIPT.ensure()?;
    Ok(None)
}

/// A stage with nothing to remark.
fn silent(ended: anyhow::Result<()>) -> stage::Ended {
    ended.map(|()| None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(quick: bool, only: &[&str]) -> Vec<&'static str> {
        let only = only.iter().map(|&name| name.to_owned()).collect();
        choose(&Options { quick, only }).unwrap().iter().map(|stage| stage.name).collect()
    }

    #[test]
    fn quick_leaves_out_every_stage_that_needs_a_browser() {
        let all = names(false, &[]);
        let quick = names(true, &[]);
        assert_eq!(all.len(), STAGES.len());
        for kept in ["native-tests", "doc-tests", "clippy-wasm"] {
            assert!(quick.contains(&kept));
        }
        for absent in ["setup-browser", "embed-types", "browser-tests", "e2e-tests"] {
            assert!(all.contains(&absent) && !quick.contains(&absent));
        }
    }

    #[test]
    fn an_unknown_stage_is_refused_with_the_names_there_are() {
        assert_eq!(names(false, &["tidy"]), ["tidy"]);
        let error = choose(&Options { quick: false, only: vec!["tidi".into()] }).err().unwrap().to_string();
        assert!(error.contains("tidi") && error.contains("native-tests"), "{error}");
    }
}
