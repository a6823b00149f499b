//! How a field looks inside its frame, where our style sheets do not reach.

use std::borrow::Cow;

use js_sys::Object;

use crate::value;

type Text = Cow<'static, str>;

/// Selectors as seen inside the frame, each with its properties (clover-facts 1.12).
///
/// Known selectors: `body`, `input`, `input:focus`, `input::placeholder`, `label`, and `card-number input` and
/// the like. The whole of it travels in the address of every frame, so keep it small; a font size below 16px
/// makes iOS zoom in on the field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Styles {
    rules: Vec<(Text, Vec<(Text, Text)>)>,
}

impl Styles {
    /// No styles: Clover's own look.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets one property; the last value given for it stays.
    #[must_use]
    pub fn set(
        mut self,
        selector: impl Into<Text>,
        property: impl Into<Text>,
        value: impl Into<Text>,
    ) -> Self {
        self.put(selector.into(), property.into(), value.into());
        self
    }

    /// Sets several properties of one selector.
    #[must_use]
    pub fn rule<const N: usize>(
        mut self,
        selector: &'static str,
        properties: [(&'static str, &str); N],
    ) -> Self {
        for (property, value) in properties {
            self.put(selector.into(), property.into(), value.to_owned().into());
        }
        self
    }

    /// The properties of a selector, in the order they were first set.
    pub fn properties(&self, selector: &str) -> impl Iterator<Item = (&str, &str)> {
        let rule = self.rules.iter().find(|(known, _)| known == selector);
        rule.into_iter().flat_map(|(_, all)| all.iter().map(|(property, value)| (&**property, &**value)))
    }

    fn put(&mut self, selector: Text, property: Text, value: Text) {
        let rule = if let Some(known) = self.rules.iter().position(|(known, _)| *known == selector) {
            &mut self.rules[known].1
        } else {
            self.rules.push((selector, Vec::new()));
            let last = self.rules.len() - 1;
            &mut self.rules[last].1
        };
        match rule.iter_mut().find(|(known, _)| *known == property) {
            Some((_, old)) => *old = value,
            None => rule.push((property, value)),
        }
    }

    /// A new mutable object each time: Clover takes its own keys out of what it is given (clover-facts 1.5).
    pub(crate) fn to_object(&self) -> Object {
        let styles = Object::new();
        for (selector, properties) in &self.rules {
            let rule = Object::new();
            for (property, text) in properties {
                value::set_text(&rule, property, text);
            }
            value::set(&styles, selector, &rule);
        }
        styles
    }
}
