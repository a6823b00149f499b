//! Clover's words about a charge as they may be stored: PostgreSQL keeps no NUL, and an approval that cannot be
//! written is an approval lost.

/// The text without control characters, which no reference, code or brand has any use for.
pub(super) fn storable(text: String) -> String {
    if text.contains(char::is_control) { text.replace(char::is_control, "") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_database_keeps_is_left_out_and_the_rest_kept() {
        assert_eq!(storable("OK\u{0}7781\n".to_owned()), "OK7781");
        assert_eq!(storable("é 629300500321".to_owned()), "é 629300500321");
    }
}
