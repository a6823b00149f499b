//! What comes out of the printer, read back with another tool.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed step is a failed test")]

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use paper::{Contact, Entry, Group, Lines, PaperWords, Passage, Printer, Sheet};
use proptest::prelude::*;

fn sheet(rows: usize) -> Sheet {
    let row = |number: usize| {
        let what = format!("Service visit no. {number}, with travel and small parts");
        [what, "2".to_owned(), "$99.00".to_owned(), "$198.00".to_owned()]
    };
    Sheet {
        language: "en-US".to_owned(),
        title: "Invoice INV-1042 – Acme Plumbing".to_owned(),
        heading: "Invoice INV-1042".to_owned(),
        merchant: "Acme Plumbing".to_owned(),
        mark: Some("Partly paid".to_owned()),
        headline: Entry::strong("Amount due", "$240.57"),
        facts: vec![Entry::plain("Issued", "November 21, 2026"), Entry::plain("Billed to", "Ada Payer")],
        lines: Lines {
            heads: ["Description", "Quantity", "Price", "Amount"].map(str::to_owned),
            rows: (1..=rows).map(row).collect(),
        },
        sums: vec![
            Group { heading: None, entries: vec![Entry::strong("Total", "$240.57")] },
            Group {
                heading: Some("The invoice".to_owned()),
                entries: vec![Entry::plain("Paid so far", "$0.00"), Entry::strong("Still due", "$240.57")],
            },
        ],
        notes: Some(Passage { heading: "Notes".to_owned(), text: "Thank you.\nCome again.".to_owned() }),
        contact: Some(Contact {
            question: "Questions? Reach Acme Plumbing".to_owned(),
            email: Some("billing@acme.example".to_owned()),
            phone: None,
        }),
        paper: PaperWords {
            page_of: "Page {page} of {pages}".to_owned(),
            damaged: "Some letters cannot be printed here.".to_owned(),
        },
    }
}

fn printed(sheet: &Sheet) -> Vec<u8> {
    Printer::load().unwrap().print(sheet).unwrap()
}

/// A PDF with its marked contents by page and number.
struct Pdf {
    document: Document,
    marked: BTreeMap<(ObjectId, i64), String>,
}

impl Pdf {
    fn of(sheet: &Sheet) -> Self {
        let document = Document::load_mem(&printed(sheet)).unwrap();
        let mut marked = BTreeMap::new();
        for page in document.page_iter() {
            for (number, text) in marked_texts(&document, page) {
                marked.insert((page, number), text);
            }
        }
        Self { document, marked }
    }

    fn root(&self) -> &Dictionary {
        self.document.catalog().unwrap()
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        self.document.dereference(object).unwrap().1.as_dict().unwrap()
    }

    /// The structure as `(tag, text)` in the order in which it is read, with `(` and `)` around what has parts.
    fn read_aloud(&self) -> Vec<String> {
        let root = self.dictionary(self.root().get(b"StructTreeRoot").unwrap());
        let mut said = Vec::new();
        self.say(root.get(b"K").unwrap(), None, &mut said);
        said
    }

    fn say(&self, object: &Object, page: Option<ObjectId>, said: &mut Vec<String>) {
        match self.document.dereference(object).unwrap().1 {
            Object::Array(all) => all.iter().for_each(|one| self.say(one, page, said)),
            Object::Integer(number) => said.push(self.marked[&(page.unwrap(), *number)].clone()),
            Object::Dictionary(part) => {
                let page = part.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                if let Ok(number) = part.get(b"MCID").and_then(Object::as_i64) {
                    said.push(self.marked[&(page.unwrap(), number)].clone());
                    return;
                }
                let tag = part.get(b"S").and_then(Object::as_name).map(String::from_utf8_lossy);
                said.push(format!("<{}>", tag.unwrap()));
                if let Ok(parts) = part.get(b"K") {
                    self.say(parts, page, said);
                }
            }
            other => panic!("{other:?}"),
        }
    }

    /// Everything that is read, without its tags.
    fn text(&self) -> String {
        self.read_aloud().into_iter().filter(|part| !part.starts_with('<')).collect::<Vec<_>>().join("|")
    }
}

/// The texts between `BDC` with a number and `EMC`, by the fonts' own tables; what the glyphs stand for instead, where
/// that is said.
fn marked_texts(document: &Document, page: ObjectId) -> Vec<(i64, String)> {
    let content = document.get_and_decode_page_content(page).unwrap();
    let fonts = document.get_page_fonts(page).unwrap();
    let encodings: BTreeMap<_, _> =
        fonts.into_iter().map(|(name, font)| (name, font.get_font_encoding(document).unwrap())).collect();
    let (mut found, mut open, mut encoding) = (Vec::new(), None, None);
    for operation in &content.operations {
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operation.operands[1].as_dict().unwrap_or_else(|_| panic!("{operation:?}"));
                let meant = properties.get(b"ActualText").and_then(Object::as_str).ok().map(<[u8]>::to_vec);
                let number = properties.get(b"MCID").and_then(Object::as_i64).ok();
                open = number.map(|number| (number, String::new(), meant));
            }
            "BMC" => open = None,
            "EMC" => {
                if let Some((number, text, meant)) = open.take() {
                    found.push((number, meant.map_or(text, |meant| utf16(&meant))));
                }
            }
            "Tf" => encoding = encodings.get(operation.operands[0].as_name().unwrap()),
            "Tj" | "TJ" => {
                if let Some((_, text, _)) = &mut open {
                    *text += &decoded(encoding.unwrap(), &operation.operands);
                }
            }
            _ => {}
        }
    }
    found
}

fn decoded(encoding: &lopdf::Encoding<'_>, operands: &[Object]) -> String {
    let parts = operands.iter().map(|operand| match operand {
        Object::String(bytes, _) => Document::decode_text(encoding, bytes).unwrap(),
        Object::Array(inner) => decoded(encoding, inner),
        _ => String::new(),
    });
    parts.collect()
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<_> = bytes.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
    if units.first() == Some(&0xfeff) {
        String::from_utf16(&units[1..]).unwrap()
    } else {
        String::from_utf8_lossy(bytes).into_owned()
    }
}

#[test]
fn a_pdf_says_its_title_and_its_language_and_that_it_is_tagged() {
    let pdf = Pdf::of(&sheet(2));
    let root = pdf.root();
    assert_eq!(root.get(b"Lang").unwrap().as_str().unwrap(), b"en-US");
    let mark = pdf.dictionary(root.get(b"MarkInfo").unwrap());
    assert!(mark.get(b"Marked").unwrap().as_bool().unwrap());
    let viewer = pdf.dictionary(root.get(b"ViewerPreferences").unwrap());
    assert!(viewer.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let metadata = pdf.document.dereference(root.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let metadata = metadata.get_plain_content().unwrap_or_else(|_| metadata.content.clone());
    let metadata = String::from_utf8(metadata).unwrap();
    assert!(metadata.contains("Invoice INV-1042 – Acme Plumbing"), "{metadata}");
    assert!(metadata.contains("pdfuaid"), "{metadata}");
}

#[test]
fn a_pdf_is_read_in_the_order_of_the_document_with_headings_and_tables() {
    let said = Pdf::of(&sheet(1)).read_aloud().join(" ");
    let start = "<P> Acme Plumbing <H1> Invoice INV-1042 <P> Amount due <P> $240.57 <P> Partly paid <Table> <TBody> <TR> \
                 <TH> Issued <TD> November 21, 2026 <TR> <TH> Billed to <TD> Ada Payer <Table> <THead> <TR> <TH> \
                 Description <TH> Quantity <TH> Price <TH> Amount <TBody> <TR> <TH> Service visit no. 1, with travel \
                 and small parts <TD> 2 <TD> $99.00 <TD> $198.00 <Table> <TBody> <TR> <TH> Total <TD> $240.57 <H2> The \
                 invoice <Table>";
    assert!(said.contains(start), "{said}");
    let end =
        "<H2> Notes <P> Thank you. Come again. <P> Questions? Reach Acme Plumbing   billing@acme.example";
    assert!(said.ends_with(end), "{said}");
}

#[test]
fn a_long_invoice_goes_over_pages_and_its_table_is_read_as_one() {
    let pdf = Pdf::of(&sheet(120));
    assert!(pdf.document.get_pages().len() > 2);
    let said = pdf.read_aloud();
    assert_eq!(said.iter().filter(|part| *part == "Description").count(), 1, "the repeated head is not read");
    assert_eq!(said.iter().filter(|part| *part == "<THead>").count(), 1);
    let text = pdf.text();
    let places: Vec<_> = (1..=120).map(|row| text.find(&format!("no. {row},")).unwrap()).collect();
    assert!(places.is_sorted());
    for (page, id) in pdf.document.get_pages() {
        let all = pdf.document.extract_text(&[page]).unwrap();
        assert!(all.contains(&format!("Page {page} of")), "{id:?} {all}");
        assert!(page == 1 || all.contains("Description") || !all.contains("no. "), "{all}");
    }
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    assert_eq!(printed(&sheet(70)), printed(&sheet(70)));
    assert_ne!(printed(&sheet(70)), printed(&sheet(71)));
}

#[test]
fn letters_that_the_font_lacks_are_replaced_kept_for_readers_and_told_of() {
    let mut foreign = sheet(1);
    foreign.lines.rows[0][0] = "水道工事 and more".to_owned();
    let text = Pdf::of(&foreign).text();
    assert!(
        text.contains("水道工事 and more") && text.contains("Some letters cannot be printed here."),
        "{text}"
    );
    let all = Document::load_mem(&printed(&foreign)).unwrap().extract_text(&[1]).unwrap();
    assert!(all.contains("\u{fffd}"), "{all}");
    assert!(!Pdf::of(&sheet(1)).text().contains("cannot be printed"));
}

#[test]
fn european_letters_and_currencies_are_printed() {
    let mut sheet = sheet(1);
    sheet.language = "fr-CA".to_owned();
    let text = "Façade, œuvre, Ærø, Łódź, Çelik, Ελληνικά, Кириллица, 1\u{a0}234,50\u{a0}$ € £ ¥ ₹ ₩ –—’“”…";
    sheet.lines.rows[0][0] = text.to_owned();
    let said = Pdf::of(&sheet).text();
    assert!(!said.contains("cannot be printed"), "{said}");
    assert!(said.replace('|', "").contains("Façade, œuvre, Ærø, Łódź"), "{said}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_can_be_printed(what in "\\PC{0,120}", odd in any::<String>(), amount in "[A-Z]{3}\u{a0}[0-9,.]{1,20}") {
        let mut sheet = sheet(3);
        sheet.lines.rows[1][0] = what.clone();
        sheet.lines.rows[2][3] = amount;
        sheet.notes = Some(Passage { heading: "Notes".to_owned(), text: odd.clone() });
        sheet.merchant = what;
        sheet.heading = odd;
        let printed = Printer::load().unwrap().print(&sheet);
        prop_assert!(printed.is_ok(), "{:?}", printed.err());
    }
}
