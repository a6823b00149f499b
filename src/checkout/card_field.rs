//! The four card fields and what is known about each without seeing what is typed.

/// A card field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardField {
    /// The number on the card.
    Number,
    /// The month and year of expiry.
    Date,
    /// The security code.
    Cvv,
    /// The postal code of the card's bill.
    PostalCode,
}

impl CardField {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Number, Self::Date, Self::Cvv, Self::PostalCode];

    /// The id of the element that holds the field: plain, as Clover needs it (clover-facts 1.6).
    pub const fn container_id(self) -> &'static str {
        match self {
            Self::Number => "card-number",
            Self::Date => "card-date",
            Self::Cvv => "card-cvv",
            Self::PostalCode => "card-postal-code",
        }
    }

    const fn place(self) -> usize {
        self as usize
    }
}

/// What Clover last said about one field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldReport {
    /// The payer has been in it.
    pub touched: bool,
    /// Its content cannot be right, or is missing.
    pub wrong: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Facts {
    report: FieldReport,
    complaint: bool,
}

/// What is known of all four. Complaints are shown when a field is left, and go as soon as it is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FieldTable {
    facts: [Facts; 4],
    focused: Option<CardField>,
}

impl FieldTable {
    /// The field that has the focus.
    pub fn focused(&self) -> Option<CardField> {
        self.focused
    }

    /// Whether the payer should read that something is wrong with the field.
    pub fn complains(&self, field: CardField) -> bool {
        self.facts[field.place()].complaint
    }

    pub(super) fn focus(&mut self, field: CardField) {
        self.focused = Some(field);
    }

    pub(super) fn hear(&mut self, reports: [FieldReport; 4]) {
        for (facts, report) in self.facts.iter_mut().zip(reports) {
            facts.report = report;
            facts.complaint &= report.wrong;
        }
    }

    pub(super) fn leave(&mut self, field: CardField, reports: [FieldReport; 4]) {
        self.hear(reports);
        if self.focused == Some(field) {
            self.focused = None;
        }
        let facts = &mut self.facts[field.place()];
        facts.complaint = facts.report.touched && facts.report.wrong;
    }

    pub(super) fn complain(&mut self, about: &[CardField]) {
        for field in about {
            self.facts[field.place()].complaint = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRONG: FieldReport = FieldReport { touched: true, wrong: true };
    const RIGHT: FieldReport = FieldReport { touched: true, wrong: false };
    const UNTOUCHED: FieldReport = FieldReport { touched: false, wrong: true };

    #[test]
    fn nobody_is_scolded_while_typing() {
        let mut table = FieldTable::default();
        table.focus(CardField::Number);
        table.hear([WRONG, UNTOUCHED, UNTOUCHED, UNTOUCHED]);
        assert!(CardField::ALL.iter().all(|field| !table.complains(*field)));
    }

    #[test]
    fn a_wrong_field_complains_when_it_is_left_and_only_it() {
        let mut table = FieldTable::default();
        table.focus(CardField::Number);
        table.leave(CardField::Number, [WRONG, UNTOUCHED, UNTOUCHED, UNTOUCHED]);
        assert!(table.complains(CardField::Number));
        assert!(!table.complains(CardField::Date));
        assert_eq!(table.focused(), None);
    }

    #[test]
    fn a_complaint_goes_as_soon_as_the_field_is_right() {
        let mut table = FieldTable::default();
        table.complain(&[CardField::Cvv]);
        table.hear([RIGHT, RIGHT, WRONG, RIGHT]);
        assert!(table.complains(CardField::Cvv));
        table.hear([RIGHT; 4]);
        assert!(!table.complains(CardField::Cvv));
    }

    #[test]
    fn leaving_a_field_late_does_not_take_the_focus_from_the_next() {
        let mut table = FieldTable::default();
        table.focus(CardField::Number);
        table.focus(CardField::Date);
        table.leave(CardField::Number, [RIGHT; 4]);
        assert_eq!(table.focused(), Some(CardField::Date));
    }
}
