//! The PNG of a chart: the same SVG, drawn with the embedded font alone.

use crate::error::{Error, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// Pixels of the PNG for one of the SVG.
const SCALE: f32 = 2.0;
const FAMILY: &str = "DejaVu Sans";

/// No system font: the same SVG must give the same picture on another machine.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// Draws an SVG of this room as a PNG of twice its size.
///
/// # Errors
/// When the SVG cannot be read or the picture is too large to hold.
pub fn png(svg: &str) -> Result<Vec<u8>> {
    let problem = |problem: String| Error::Draw { chart: "a PNG".to_owned(), problem };
    let options =
        Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(&FONTS), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| problem(error.to_string()))?;
    let size = tree
        .size()
        .to_int_size()
        .scale_by(SCALE)
        .ok_or_else(|| problem("the picture has no size".to_owned()))?;
    let mut pixels = Pixmap::new(size.width(), size.height())
        .ok_or_else(|| problem(format!("{} by {} pixels are too many", size.width(), size.height())))?;
    resvg::render(&tree, Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| problem(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_svg_is_an_error() {
        assert!(png("no picture").is_err());
    }

    #[test]
    fn the_png_has_twice_the_size() {
        let svg =
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><text y="9">a</text></svg>"#;
        let bytes = png(svg).unwrap();
        assert_eq!((bytes[19], bytes[23]), (60, 40));
    }
}
