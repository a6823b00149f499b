//! Breaks texts into lines that fit.

use crate::face::{Face, Faces};

/// The lines of this text, none wider than `room` points unless a single letter is. A line that goes on keeps the
/// space at its end, so that words stay apart for whoever copies or hears them.
pub(crate) fn lines(faces: &Faces, face: Face, size: f32, text: &str, room: f32) -> Vec<String> {
    text.split('\n').flat_map(|line| wrapped(faces, face, size, line, room)).collect()
}

fn wrapped(faces: &Faces, face: Face, size: f32, text: &str, room: f32) -> Vec<String> {
    let fits = |line: &str| faces.width(face, size, line.trim_end_matches(' ')) <= room;
    if fits(text) {
        return vec![text.to_owned()];
    }
    let mut lines = vec![String::new()];
    for word in text.split_inclusive(' ') {
        let line = lines.last_mut().map(std::mem::take).unwrap_or_default();
        let longer = [line.as_str(), word].concat();
        lines.pop();
        if fits(&longer) {
            lines.push(longer);
            continue;
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines.extend(broken(&fits, word));
    }
    lines
}

/// A word in as many pieces as it takes.
fn broken(fits: &impl Fn(&str) -> bool, word: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let Some(piece) = pieces.last_mut() else {
            continue;
        };
        piece.push(letter);
        if !fits(piece) && piece.chars().count() > 1 {
            piece.pop();
            pieces.push(letter.to_string());
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str, room: f32) -> Vec<String> {
        lines(&Faces::load().unwrap(), Face::Regular, 10.0, text, room)
    }

    #[test]
    fn a_text_is_broken_between_words_and_loses_nothing() {
        let text = "Annual service of the boiler, with new valves and a safety check";
        let lines = set(text, 120.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| !line.trim().is_empty()), "{lines:?}");
        assert_eq!(lines.concat(), text);
        assert!(lines[..lines.len() - 1].iter().all(|line| line.ends_with(' ')), "{lines:?}");
    }

    #[test]
    fn a_word_that_is_too_long_is_broken_between_letters() {
        let word = "Hydrothermischewartungsvereinbarungszusatzleistung";
        let lines = set(word, 60.0);
        assert!(lines.len() > 3);
        assert_eq!(lines.concat(), word);
        assert_eq!(set("ab", 0.0).concat(), "ab");
    }

    #[test]
    fn the_merchants_line_breaks_stay() {
        assert_eq!(set("one\n\ntwo", 200.0), ["one", "", "two"]);
    }
}
