//! How long to wait before asking again, in milliseconds.

const SECOND: u32 = 1000;
const LOOKS: [u32; 7] = [1, 2, 3, 5, 8, 13, 20];
const REPEATS: [u32; 5] = [1, 2, 4, 8, 15];
const LONGEST: u32 = 30;

/// How often a lost charge is repeated before the payer is told that its end is unknown.
pub(super) const QUIET_REPEATS: u32 = 3;

/// Before looking after a payment that was looked after `looks` times.
pub(super) fn before_look(looks: u32) -> u32 {
    pick(&LOOKS, looks)
}

/// Before sending a charge again that was lost `tries` times (1 or more).
pub(super) fn before_repeat(tries: u32) -> u32 {
    pick(&REPEATS, tries.saturating_sub(1))
}

fn pick(seconds: &[u32], place: u32) -> u32 {
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    seconds.get(place).copied().unwrap_or(LONGEST) * SECOND
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_grow_apart_and_never_stop() {
        let pauses: Vec<_> = (0..9).map(before_look).collect();
        assert_eq!(pauses, [1000, 2000, 3000, 5000, 8000, 13_000, 20_000, 30_000, 30_000]);
        assert_eq!(before_look(u32::MAX), 30_000);
    }

    #[test]
    fn the_first_repeat_comes_after_a_second() {
        assert_eq!([before_repeat(1), before_repeat(2), before_repeat(6)], [1000, 2000, 30_000]);
    }
}
