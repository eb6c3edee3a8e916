//! Charts: each reads tables and gives one SVG, or says why there is nothing to draw.

mod axis;
mod canvas;
mod frames;
mod label;
mod map;
mod page;
mod placing;
pub mod raster;
mod rows;
mod sentiment;
mod terms;
pub mod theme;

use crate::error::Result;
use crate::key::About;
use crate::tables::TableSet;

/// What a chart gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// A whole SVG document.
    Svg(String),
    /// There is nothing to draw, and why.
    Nothing(String),
}

/// A chart: from tables to a picture.
pub trait Chart: Sync {
    /// Name (also the file's), one line, and what it is read from.
    fn about(&self) -> About;

    /// Draws it.
    ///
    /// # Errors
    /// When the drawing library fails.
    fn draw(&self, tables: &TableSet) -> Result<Drawing>;
}

/// The charts, in the order in which users see them.
pub const CHARTS: &[&dyn Chart] =
    &[&sentiment::SentimentChart, &frames::FramesChart, &terms::TermsChart, &map::MapChart];
