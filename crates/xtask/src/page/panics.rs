//! Takes out of the page's WebAssembly what a panic would say, since a released page has nobody to say it to.
//!
//! A panic is a trap there, and its words go to an error output that browsers do not have. The compiler keeps them all the
//! same, and for each place that may panic its file, line and column; stable Rust has no way to leave them out. Zeros
//! in their place compress to nothing, and nothing else reads them.

use std::ops::Range;

use anyhow::Context;
use wasmparser::{DataKind, Operator, Parser, Payload};

/// What only panics say, in the standard library and below the page. A sentence that a later version words otherwise
/// stays in, and costs its bytes.
const SAID: &[&str] = &[
    "called `Option::unwrap()` on a `None` value",
    "called `Result::unwrap()` on an `Err` value",
    "called `Option::unwrap_throw()` on a `None` value",
    "called `Result::unwrap_throw()` on an `Err` value",
    "`async fn` resumed after completion",
    "Map must not be polled after it returned `Poll::Ready`",
    "a formatting trait implementation returned an error when the underlying stream did not",
    "a Display implementation returned an error unexpectedly",
    "use of std::thread::current() is not possible after the thread's local data has been destroyed",
    "Attempted to initialize thread-local while it is being dropped",
    "cannot access a Thread Local Storage value during or after destruction: ",
    "failed to generate unique thread ID: bitspace exhausted",
    "one-time initialization may not be performed recursively",
    "Once instance has previously been poisoned",
    "RefCell already mutably borrowed",
    "RefCell already borrowed",
    "Dropped SendWrapper<T> variable from a thread different to the one it has been created with.",
    "Dereferenced SendWrapper<T> variable from a thread different to the one it has been created with.",
    "Executor::spawn called, but no global 'spawn' function is configured.",
    "Executor::spawn_local called, but no global 'spawn_local' function is configured.",
    "Tried to access a reactive value that has already been disposed.",
    "assertion failed: psize >= size + min_overhead",
    "assertion failed: psize <= size + max_overhead",
    "assertion failed: self.is_char_boundary(idx)",
    "attempt to join into collection with len > usize::MAX",
    "copy_from_slice: source slice length (",
    ") does not match destination slice length (",
    "index out of bounds: the len is ",
    " but the index is ",
    "range start index ",
    "range end index ",
    " out of range for slice of length ",
    "slice index starts at ",
    "removal index (is ",
    ") should be < len (is ",
    "Hash table capacity overflow",
    "Tried to shrink to a larger capacity",
    "js_value passed has no string representation",
    "finish: callbacks should be Some",
    "finish: result should be None",
    "inner is None only in drop",
    "internal error: entered unreachable code: JsValue passed is not an Error type -- this is a bug",
];

/// The longest name of a file that is taken for one.
const LONGEST: usize = 200;

/// A part of the memory that the page begins with.
struct Segment {
    address: usize,
    /// Where it lies in the file.
    bytes: Range<usize>,
}

/// A place in the code, as `core::panic::Location` lies in memory: a pointer to the file's name, its length, line, column.
struct Place {
    name: Range<usize>,
    line_and_column: Range<usize>,
}

/// Puts zeros in place of every such word and place, and answers how many places there were.
///
/// # Errors
/// When these bytes are no WebAssembly.
pub(super) fn silence(wasm: &mut [u8]) -> anyhow::Result<usize> {
    let segments = segments(wasm).context("the data of the page's WebAssembly")?;
    let places: Vec<Place> = segments.iter().flat_map(|segment| places(wasm, &segments, segment)).collect();
    let said: Vec<Range<usize>> =
        SAID.iter().filter_map(|text| segments.iter().find_map(|it| found(wasm, it, text))).collect();
    for Place { name, line_and_column } in &places {
        wasm[name.clone()].fill(0);
        wasm[line_and_column.clone()].fill(0);
    }
    for text in said {
        wasm[text].fill(0);
    }
    Ok(places.len())
}

fn segments(wasm: &[u8]) -> anyhow::Result<Vec<Segment>> {
    let mut segments = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let Payload::DataSection(section) = payload? else { continue };
        for data in section {
            let data = data?;
            let DataKind::Active { offset_expr, .. } = data.kind else { continue };
            let Operator::I32Const { value } = offset_expr.get_operators_reader().read()? else { continue };
            let bytes = data.range.end - data.data.len()..data.range.end;
            segments.push(Segment { address: usize::try_from(value)?, bytes });
        }
    }
    Ok(segments)
}

/// Every place that is written down in this segment.
fn places(wasm: &[u8], segments: &[Segment], segment: &Segment) -> Vec<Place> {
    let first = segment.bytes.start + segment.address.wrapping_neg() % 4;
    let last = segment.bytes.end.saturating_sub(16);
    let place = |at: usize| {
        let name = name(wasm, segments, word(wasm, at)?, word(wasm, at + 4)?)?;
        Some(Place { name, line_and_column: at + 8..at + 16 })
    };
    (first..=last).step_by(4).filter_map(place).collect()
}

fn word(wasm: &[u8], at: usize) -> Option<usize> {
    let bytes = wasm.get(at..at + 4)?.try_into().ok()?;
    usize::try_from(u32::from_le_bytes(bytes)).ok()
}

/// Where the name of a file lies that has this address and length; `None` when there is something else.
fn name(wasm: &[u8], segments: &[Segment], address: usize, length: usize) -> Option<Range<usize>> {
    let is_in = |it: &&Segment| (it.address..it.address + it.bytes.len()).contains(&address);
    let segment = segments.iter().find(is_in)?;
    let start = segment.bytes.start + (address - segment.address);
    let name = start..start.checked_add(length).filter(|end| *end <= segment.bytes.end)?;
    let text = wasm.get(name.clone()).filter(|text| text.len() < LONGEST)?;
    // The compiler may end the name with a zero, for C.
    let text = text.strip_suffix(b"\0").unwrap_or(text);
    (text.ends_with(b".rs") && text.is_ascii()).then_some(name)
}

fn found(wasm: &[u8], segment: &Segment, text: &str) -> Option<Range<usize>> {
    let at = wasm[segment.bytes.clone()].windows(text.len()).position(|part| part == text.as_bytes())?;
    let start = segment.bytes.start + at;
    Some(start..start + text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESS: u8 = 64;

    /// WebAssembly with nothing but this memory.
    fn wasm(memory: &[u8]) -> Vec<u8> {
        let length = u8::try_from(memory.len()).unwrap();
        // One segment at `i32.const 64`, whose signed number takes two bytes.
        let head = [0x0b, length + 7, 1, 0, 0x41, ADDRESS | 0x80, 0, 0x0b, length];
        [b"\0asm\x01\0\0\0", &head[..], memory].concat()
    }

    fn numbers(numbers: [u8; 4]) -> Vec<u8> {
        numbers.iter().flat_map(|number| [*number, 0, 0, 0]).collect()
    }

    #[test]
    fn files_lines_and_columns_of_places_go_and_what_looks_like_them_stays() {
        let name = b"src/a.rs";
        let place = numbers([ADDRESS, 8, 7, 9]);
        let shorter = numbers([ADDRESS, 3, 7, 9]);
        let text = b"/api/x";
        let memory = [&name[..], &place, &shorter, text].concat();
        let mut file = wasm(&memory);
        let before = file.len();
        assert_eq!(silence(&mut file).unwrap(), 1);
        let wanted = [&[0; 8][..], &numbers([ADDRESS, 8, 0, 0]), &shorter, text].concat();
        assert!(file.ends_with(&wanted) && file.len() == before);
    }

    #[test]
    fn what_only_a_panic_says_goes_and_the_rest_of_the_text_stays() {
        let mut file = wasm(b"payRefCell already borrowedpaid");
        assert_eq!(silence(&mut file).unwrap(), 0);
        assert!(file.ends_with(&[b"pay".as_slice(), &[0; 24], b"paid"].concat()));
    }

    #[test]
    fn what_is_no_webassembly_is_refused() {
        assert!(silence(&mut b"<html>".to_vec()).is_err());
    }
}
