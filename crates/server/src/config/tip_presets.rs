//! The tips that a merchant's pages offer, in percent of the amount paid.

use super::table::{Problems, Table};

/// Three whole percentages, 1 to 100, each larger than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TipPresets([u16; 3]);

impl Default for TipPresets {
    fn default() -> Self {
        Self([15, 18, 20])
    }
}

impl TipPresets {
    /// The percentages, smallest first.
    pub fn percents(self) -> [u16; 3] {
        self.0
    }

    fn of(percents: &[i64]) -> Option<Self> {
        let percents: Vec<u16> = percents.iter().filter_map(|percent| u16::try_from(*percent).ok()).collect();
        let percents: [u16; 3] = percents.try_into().ok()?;
        let rises = percents.is_sorted_by(|one, next| one < next);
        (rises && percents.iter().all(|percent| (1..=100).contains(percent))).then_some(Self(percents))
    }
}

/// The setting `tip_presets`; the usual ones where it is not set, `None` where it is wrong.
pub(super) fn read(table: &mut Table<'_>, problems: &mut Problems) -> Option<TipPresets> {
    let before = problems.0.len();
    match table.numbers("tip_presets", problems) {
        Some(found) => {
            let form = "must be three whole percentages from 1 to 100, smallest first, such as [15, 18, 20]";
            problems.parsed(&found.place, TipPresets::of(&found.value).ok_or(form))
        }
        None => (problems.0.len() == before).then(TipPresets::default),
    }
}
