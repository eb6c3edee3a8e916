//! The look that all charts share: colours, sizes, the width of the page.

use plotters::style::RGBColor;

/// A colour.
pub type Colour = RGBColor;

/// The width of every picture, in pixels; the height follows the content.
pub const WIDTH: f64 = 900.0;
/// The empty rim.
pub const MARGIN: f64 = 22.0;

/// Type sizes in pixels. At 900 pixels on a slide anything below 10.5 is lost.
pub const TITLE: f64 = 18.0;
/// The lines under the title.
pub const SUBTITLE: f64 = 13.0;
/// Names, headings, legends.
pub const TEXT: f64 = 12.0;
/// Ticks and figures.
pub const SMALL: f64 = 11.0;
/// The note at the foot.
pub const NOTE: f64 = 10.5;
/// The distance of two lines, in units of the type size.
pub const LEADING: f64 = 1.28;

/// Text.
pub const BLACK: Colour = RGBColor(0x1A, 0x1A, 0x1A);
/// Text that steps back.
pub const GREY: Colour = RGBColor(0x59, 0x59, 0x59);
/// A line to compare against.
pub const RULE: Colour = RGBColor(0x80, 0x80, 0x80);
/// Grid lines.
pub const GRID: Colour = RGBColor(0xDD, 0xDD, 0xDD);
/// Every second row.
pub const BAND: Colour = RGBColor(0xF4, 0xF5, 0xF7);
/// A cell without a value: the grey of no colour scale.
pub const ABSENT: Colour = RGBColor(0xE2, 0xE2, 0xE2);
/// The paper.
pub const WHITE: Colour = RGBColor(0xFF, 0xFF, 0xFF);

// Blue and vermilion are the pair of Okabe & Ito (2008) that all kinds of colour blindness keep apart.
/// The first colour.
pub const BLUE: Colour = RGBColor(0x00, 0x72, 0xB2);
/// The second colour.
pub const VERMILION: Colour = RGBColor(0xD5, 0x5E, 0x00);

/// The colour of a figure on the diverging scale: blue at -1, near white at 0, vermilion at 1.
#[must_use]
pub fn diverging(share: f64) -> Colour {
    let middle = RGBColor(0xFA, 0xFA, 0xFA);
    let end = if share < 0.0 { BLUE } else { VERMILION };
    let strength = share.abs().min(1.0);
    let channel = |from: u8, to: u8| {
        let value = f64::from(from) + strength * (f64::from(to) - f64::from(from));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
        let byte = value.round() as u8;
        byte
    };
    RGBColor(channel(middle.0, end.0), channel(middle.1, end.1), channel(middle.2, end.2))
}

/// Black or white, whichever is read more easily on this ground.
///
/// # Source
/// WCAG 2.2, relative luminance; at 0.179 both have the same contrast.
#[must_use]
pub fn text_on(ground: Colour) -> Colour {
    let linear = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * linear(ground.0) + 0.7152 * linear(ground.1) + 0.0722 * linear(ground.2);
    if luminance < 0.179 { WHITE } else { BLACK }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_diverging_scale_is_symmetric_and_bounded() {
        assert_eq!(diverging(-3.0), BLUE);
        assert_eq!(diverging(3.0), VERMILION);
        assert_eq!(diverging(0.0), diverging(-0.0));
    }

    #[test]
    fn text_on_dark_ground_is_white() {
        assert_eq!(text_on(BLUE), WHITE);
        assert_eq!(text_on(diverging(0.1)), BLACK);
    }
}
