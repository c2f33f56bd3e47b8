//! Diagrams as pictures: what of a diagram is shown ([`sketch`]), where it stands ([`plan`] and the arrangements it
//! names), how it looks ([`svg`]), and what is made of that.

mod boxes;
mod font;
mod geometry;
pub(super) mod html;
mod layers;
mod plan;
pub(super) mod png;
mod ring;
mod sketch;
pub(super) mod svg;

use super::{Drawing, Ground, colours};

/// A number with its thousands apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 tie`, `1,200 ties`.
fn counted(number: usize, what: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {what}{plural}", grouped(number))
}
