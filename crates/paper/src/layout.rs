//! Finds the place of everything in a sheet, page by page, and its part in the structure.

use std::num::NonZeroU16;

use crate::block::{Ink, Page, Role, Rule, Style, Text};
use crate::face::{Face, Faces};
use crate::sheet::{Entry, Group, Lines, Sheet, Weight};
use crate::structure::{Branch, Leaf, Part};
use crate::wrap;

/// US letter, which Canada uses too.
pub(crate) const WIDTH: f32 = 612.0;
pub(crate) const HEIGHT: f32 = 792.0;
const LEFT: f32 = 54.0;
const RIGHT: f32 = WIDTH - 54.0;
const TOP: f32 = 60.0;
const BOTTOM: f32 = HEIGHT - 72.0;
/// Where the values of facts begin.
const VALUES: f32 = LEFT + 150.0;
/// Where the labels of sums begin.
const SUMS: f32 = LEFT + 230.0;
/// What is less tall than this is kept on one page.
const KEPT: f32 = 200.0;
/// Between columns.
const GAP: f32 = 16.0;
/// From one line of text to the next, in sizes of the font.
const LEADING: f32 = 1.4;

const MERCHANT: Style = Style { face: Face::Bold, size: 15.0, ink: Ink::Full };
const HEADING: Style = Style { face: Face::Regular, size: 12.0, ink: Ink::Soft };
const SUM: Style = Style { face: Face::Bold, size: 27.0, ink: Ink::Full };
const TEXT: Style = Style { face: Face::Regular, size: 10.0, ink: Ink::Full };
const LABEL: Style = Style { face: Face::Regular, size: 10.0, ink: Ink::Soft };
const STRONG: Style = Style { face: Face::Bold, size: 10.0, ink: Ink::Full };
const HEAD: Style = Style { face: Face::Bold, size: 9.0, ink: Ink::Soft };
const FOOT: Style = Style { face: Face::Regular, size: 8.0, ink: Ink::Soft };

/// The whole document.
pub(crate) struct Layout {
    pub(crate) pages: Vec<Page>,
    pub(crate) branches: Vec<Branch>,
    pub(crate) leaves: usize,
}

/// Sets the sheet.
pub(crate) fn of(faces: &Faces, sheet: &Sheet) -> Layout {
    let mut setter = Setter::new(faces);
    setter.opening(sheet);
    setter.facts(&sheet.facts);
    setter.lines(&sheet.lines);
    for group in &sheet.sums {
        setter.group(group);
    }
    if let Some(notes) = &sheet.notes {
        setter.heading(&notes.heading);
        setter.paragraph(&notes.text, TEXT, LEFT);
    }
    setter.contact(sheet);
    if setter.is_damaged {
        setter.gap(14.0);
        setter.paragraph(&sheet.paper.damaged, LABEL, LEFT);
    }
    setter.feet(sheet);
    Layout { pages: setter.pages, branches: setter.branches, leaves: setter.leaves }
}

struct Setter<'a> {
    faces: &'a Faces,
    pages: Vec<Page>,
    branches: Vec<Branch>,
    leaves: usize,
    /// Where the next line begins.
    y: f32,
    is_damaged: bool,
}

/// Where a text stands between its margins.
#[derive(Clone, Copy)]
enum Side {
    /// It begins here.
    From(f32),
    /// It ends here.
    To(f32),
}

impl<'a> Setter<'a> {
    fn new(faces: &'a Faces) -> Self {
        let (pages, branches) = (vec![Page::default()], Vec::new());
        Self { faces, pages, branches, leaves: 0, y: TOP, is_damaged: false }
    }

    fn opening(&mut self, sheet: &Sheet) {
        self.paragraph(&sheet.merchant, MERCHANT, LEFT);
        self.gap(16.0);
        let leaves = self.set(&sheet.heading, HEADING, Side::From(LEFT), RIGHT - LEFT);
        let heading = Part::Heading(NonZeroU16::MIN, sheet.heading.clone());
        self.branches.push(Branch::with(heading, leaves));
        self.gap(6.0);
        self.paragraph(&sheet.headline.label, LABEL, LEFT);
        self.paragraph(&sheet.headline.value, SUM, LEFT);
        if let Some(mark) = &sheet.mark {
            self.paragraph(mark, STRONG, LEFT);
        }
    }

    fn facts(&mut self, facts: &[Entry]) {
        self.gap(12.0);
        let mut body = Branch::new(Part::Body);
        for fact in facts {
            let rows = [(fact.label.as_str(), LABEL, LEFT, VALUES - GAP), (&fact.value, TEXT, VALUES, RIGHT)];
            body.push(self.pair(rows));
        }
        self.table(body);
    }

    /// A label and its value, which may take several lines.
    fn pair(&mut self, cells: [(&str, Style, f32, f32); 2]) -> Branch {
        let tall =
            |(text, style, from, to): &(&str, Style, f32, f32)| self.height_of(text, *style, to - from);
        let height = cells.iter().map(tall).fold(0.0, f32::max);
        self.ensure(height);
        let (top, mut row) = (self.y, Branch::new(Part::Row));
        for ((text, style, from, to), part) in cells.into_iter().zip([Part::Label, Part::Cell]) {
            self.y = top;
            let leaves = self.set(text, style, Side::From(from), to - from);
            row.push(Branch::with(part, leaves));
        }
        self.y = top + height + 2.0;
        row
    }

    fn lines(&mut self, lines: &Lines) {
        self.gap(18.0);
        let columns = self.columns(lines);
        self.ensure(3.0 * LEADING * TEXT.size);
        let mut head = Branch::new(Part::Head);
        head.push(self.heads(lines, columns, false));
        let mut body = Branch::new(Part::Body);
        for cells in &lines.rows {
            body.push(self.row(lines, cells, columns));
        }
        let mut table = Branch::new(Part::Table);
        table.push(head);
        table.push(body);
        self.branches.push(table);
    }

    /// Where the columns of numbers end, each as wide as its widest number.
    fn columns(&self, lines: &Lines) -> [f32; 4] {
        let widest = |column: usize| {
            let cells = lines.rows.iter().map(|row| self.faces.width(TEXT.face, TEXT.size, &row[column]));
            cells.fold(self.faces.width(HEAD.face, HEAD.size, &lines.heads[column]), f32::max)
        };
        let price = RIGHT - widest(3) - GAP;
        let quantity = price - widest(2) - GAP;
        [quantity - widest(1) - GAP, quantity, price, RIGHT]
    }

    fn heads(&mut self, lines: &Lines, columns: [f32; 4], again: bool) -> Branch {
        let (top, mut row) = (self.y, Branch::new(Part::Row));
        for (column, text) in lines.heads.iter().enumerate() {
            self.y = top;
            let side = if column == 0 { Side::From(LEFT) } else { Side::To(columns[column]) };
            if again {
                self.place(text, HEAD, side, Role::Repeated);
            } else {
                let leaf = self.leaf();
                self.place(text, HEAD, side, Role::Read(leaf));
                row.push(Branch::with(Part::Column, vec![leaf]));
            }
        }
        self.y = top + LEADING * HEAD.size + 3.0;
        self.rule(LEFT);
        row
    }

    fn row(&mut self, lines: &Lines, cells: &[String; 4], columns: [f32; 4]) -> Branch {
        let room = columns[0] - LEFT;
        let height = self.height_of(&cells[0], TEXT, room) + 8.0;
        if self.y + height > BOTTOM {
            self.next_page();
            self.heads(lines, columns, true);
        }
        let (top, mut row) = (self.y, Branch::new(Part::Row));
        for (column, text) in cells.iter().enumerate() {
            self.y = top + 4.0;
            let leaves = if column == 0 {
                self.set(text, TEXT, Side::From(LEFT), room)
            } else {
                self.set(text, TEXT, Side::To(columns[column]), f32::INFINITY)
            };
            row.push(Branch::with(if column == 0 { Part::Label } else { Part::Cell }, leaves));
        }
        self.y = top + height;
        self.rule(LEFT);
        row
    }

    fn group(&mut self, group: &Group) {
        self.together(Self::height_of_group(group));
        match &group.heading {
            Some(heading) => self.heading_at(heading, SUMS),
            None => self.gap(8.0),
        }
        let mut body = Branch::new(Part::Body);
        for entry in &group.entries {
            body.push(self.sum(entry));
        }
        self.table(body);
    }

    /// About: entries of two lines are rare.
    fn height_of_group(group: &Group) -> f32 {
        let heading = group.heading.iter().map(|_| 36.0).sum::<f32>();
        group.entries.iter().fold(heading, |height, _| height + LEADING * TEXT.size + 2.0)
    }

    fn sum(&mut self, entry: &Entry) -> Branch {
        let (label, value) = match entry.weight {
            Weight::Plain => (LABEL, TEXT),
            Weight::Strong => (STRONG, STRONG),
        };
        let room = RIGHT - GAP - SUMS - self.faces.width(value.face, value.size, &entry.value);
        let height = self.height_of(&entry.label, label, room);
        self.ensure(height);
        let top = self.y;
        let mut row = Branch::new(Part::Row);
        let leaves = self.set(&entry.label, label, Side::From(SUMS), room);
        row.push(Branch::with(Part::Label, leaves));
        self.y = top;
        let leaves = self.set(&entry.value, value, Side::To(RIGHT), f32::INFINITY);
        row.push(Branch::with(Part::Cell, leaves));
        self.y = top + height + 2.0;
        row
    }

    fn table(&mut self, body: Branch) {
        let mut table = Branch::new(Part::Table);
        table.push(body);
        self.branches.push(table);
    }

    fn heading(&mut self, text: &str) {
        self.heading_at(text, LEFT);
    }

    fn heading_at(&mut self, text: &str, x: f32) {
        self.gap(16.0);
        self.ensure(3.0 * LEADING * HEAD.size);
        let leaves = self.set(text, HEAD, Side::From(x), RIGHT - x);
        self.rule(x);
        self.gap(3.0);
        let level = NonZeroU16::MIN.saturating_add(1);
        self.branches.push(Branch::with(Part::Heading(level, text.to_owned()), leaves));
    }

    /// A short one is not broken between pages.
    fn paragraph(&mut self, text: &str, style: Style, x: f32) {
        self.together(self.height_of(text, style, RIGHT - x));
        let leaves = self.set(text, style, Side::From(x), RIGHT - x);
        self.branches.push(Branch::with(Part::Paragraph, leaves));
    }

    fn contact(&mut self, sheet: &Sheet) {
        let Some(contact) = &sheet.contact else {
            return;
        };
        self.gap(24.0);
        let ways = [Some(&contact.question), contact.email.as_ref(), contact.phone.as_ref()];
        let ways: Vec<_> = ways.into_iter().flatten().map(String::as_str).collect();
        self.paragraph(&ways.join("   "), LABEL, LEFT);
    }

    /// The foot of every page, once it is known how many there are.
    fn feet(&mut self, sheet: &Sheet) {
        let count = self.pages.len().to_string();
        for page in 0..self.pages.len() {
            let number = sheet.paper.page_of.replace("{page}", &(page + 1).to_string());
            let number = number.replace("{pages}", &count);
            let room = RIGHT - LEFT - GAP - self.faces.width(FOOT.face, FOOT.size, &number);
            let title = self.faces.legible(&sheet.title).text;
            let title = wrap::lines(self.faces, FOOT.face, FOOT.size, &title, room).swap_remove(0);
            let width = self.faces.width(FOOT.face, FOOT.size, &number);
            for (x, words) in [(LEFT, title), (RIGHT - width, number)] {
                let (baseline, role) = (HEIGHT - 40.0, Role::Foot);
                self.pages[page].texts.push(Text { x, baseline, style: FOOT, words, meant: None, role });
            }
        }
    }

    /// Sets a text in as many lines as it takes, over pages if need be.
    fn set(&mut self, text: &str, style: Style, side: Side, room: f32) -> Vec<Leaf> {
        let legible = self.faces.legible(text);
        let lines = wrap::lines(self.faces, style.face, style.size, &legible.text, room);
        // Line by line it is not known which letters were meant, so the first line says all of it.
        let mut meant = legible.is_damaged.then(|| text.to_owned());
        self.is_damaged |= legible.is_damaged;
        let mut leaves = Vec::new();
        for line in lines {
            self.ensure(LEADING * style.size);
            if line.trim().is_empty() {
                self.gap(LEADING * style.size);
                continue;
            }
            let leaf = self.leaf();
            self.place(&line, style, side, Role::Read(leaf));
            if legible.is_damaged
                && let Some(text) = self.page().texts.last_mut()
            {
                text.meant = Some(meant.take().unwrap_or_default());
            }
            leaves.push(leaf);
        }
        leaves
    }

    fn place(&mut self, text: &str, style: Style, side: Side, role: Role) {
        let x = match side {
            Side::From(x) => x,
            Side::To(x) => x - self.faces.width(style.face, style.size, text),
        };
        let baseline = self.y + style.size * 1.07;
        self.y += LEADING * style.size;
        let text = Text { x, baseline, style, words: text.to_owned(), meant: None, role };
        self.page().texts.push(text);
    }

    fn height_of(&self, text: &str, style: Style, room: f32) -> f32 {
        let text = self.faces.legible(text).text;
        let lines = wrap::lines(self.faces, style.face, style.size, &text, room);
        lines.iter().map(|_| LEADING * style.size).sum()
    }

    fn rule(&mut self, from: f32) {
        let rule = Rule { from, to: RIGHT, y: self.y };
        self.page().rules.push(rule);
    }

    fn leaf(&mut self) -> Leaf {
        self.leaves += 1;
        Leaf(self.leaves - 1)
    }

    fn gap(&mut self, height: f32) {
        self.y += height;
    }

    /// Like [`Setter::ensure`], unless it takes more room than pages are broken for.
    fn together(&mut self, height: f32) {
        if height < KEPT {
            self.ensure(height);
        }
    }

    fn ensure(&mut self, height: f32) {
        if self.y + height > BOTTOM {
            self.next_page();
        }
    }

    fn next_page(&mut self) {
        self.pages.push(Page::default());
        self.y = TOP;
    }

    fn page(&mut self) -> &mut Page {
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }
}
