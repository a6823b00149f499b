//! The flow of the page is one state, not a handful of flags: boolean signals live in components only.

use super::finding::Finding;
use super::source::Source;

/// Finds `RwSignal<bool>` in the page outside its components.
pub(crate) fn check(source: &Source) -> Vec<Finding> {
    if !source.is_rust() || !source.is_under("src") || source.is_under("src/components") {
        return Vec::new();
    }
    let flags = source.code().filter(|(_, line)| line.replace(' ', "").contains("RwSignal<bool>"));
    let message = "a boolean signal outside src/components; put the fact into CheckoutState";
    flags.map(|(line, _)| Finding::at(&source.path, line, message)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::source::made_up;
    use super::*;

    #[test]
    fn a_flag_outside_the_components_is_found() {
        assert_eq!(check(&made_up("src/pages/pay.rs", "let busy: RwSignal<bool> = x;")).len(), 1);
        assert!(check(&made_up("src/components/menu.rs", "let open: RwSignal<bool> = x;")).is_empty());
        assert!(check(&made_up("src/app.rs", "let state: RwSignal<CheckoutState> = x;")).is_empty());
    }
}
