//! The box a field goes into, looked at before Clover sees it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlIFrameElement};

/// Why a container cannot take a field. Each is a mistake of the page; the payer can do nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContainerError {
    /// Clover only takes a selector and chokes on ids that would need escaping (clover-facts 1.6).
    #[error(
        "`{id}` cannot be the id of a container: begin with a letter, go on with letters, digits, - and _"
    )]
    BadId {
        /// The id asked for.
        id: String,
    },
    /// Nothing in the document has the id.
    #[error("no element has the id `{id}`: put the container into the document before mounting")]
    Missing {
        /// The id asked for.
        id: String,
    },
    /// Clover sizes the first element of the container and loses its frame behind anything else
    /// (clover-facts 1.6).
    #[error(
        "the container `{id}` already holds a <{found}>: unmount the old field, keep placeholders outside"
    )]
    NotEmpty {
        /// The id asked for.
        id: String,
        /// The name of the element found in it, in lower case.
        found: String,
    },
}

/// The container with this id, when it is fit to take a field.
pub(crate) fn find(id: &str) -> Result<Element, ContainerError> {
    if !is_plain(id) {
        return Err(ContainerError::BadId { id: id.to_owned() });
    }
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.get_element_by_id(id));
    let container = found.ok_or_else(|| ContainerError::Missing { id: id.to_owned() })?;
    match container.first_element_child() {
        None => Ok(container),
        Some(child) => Err(ContainerError::NotEmpty { id: id.to_owned(), found: child.local_name() }),
    }
}

/// The frame that Clover has put into the container.
pub(crate) fn frame_in(container: &Element) -> Option<HtmlIFrameElement> {
    container.first_element_child()?.dyn_into().ok()
}

fn is_plain(id: &str) -> bool {
    let mut letters = id.bytes();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_')
}
