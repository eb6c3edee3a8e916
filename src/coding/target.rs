//! What coders look for: a feature of a measure.

/// The sentence that VADER's authors call positive has at least this score, a negative one at most its opposite.
const POLAR: f64 = 0.05;

/// The feature that is taken where none is named.
pub const LIKELY: &str = "loaded:loaded";

/// A feature, and for sentiment its sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The measure's name in tables.
    pub measure: String,
    /// The feature as users name it.
    pub feature: String,
}

impl Target {
    /// Reads `MEASURE:FEATURE`; a measure alone stands for its feature of the same name.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let (measure, feature) = text.split_once(':').unwrap_or((text, text));
        Self { measure: measure.trim().to_owned(), feature: feature.trim().to_owned() }
    }

    /// As [`Target::read`] takes it.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}:{}", self.measure, self.feature)
    }

    /// Whether a passage of this measure, feature and weight is one of what is looked for.
    ///
    /// # Source
    /// The bounds of sentiment: Hutto & Gilbert (2014), the README of their implementation.
    #[must_use]
    pub fn takes(&self, measure: &str, feature: &str, weight: f64) -> bool {
        if measure != self.measure {
            return false;
        }
        match (measure, self.feature.as_str()) {
            ("sentiment", "positive") => feature == "compound" && weight >= POLAR,
            ("sentiment", "negative") => feature == "compound" && weight <= -POLAR,
            (_, wanted) => feature == wanted,
        }
    }

    /// How users name a feature that a table holds; sentiment is asked for by its sign.
    #[must_use]
    pub fn names_of(measure: &str, feature: &str) -> Vec<String> {
        match (measure, feature) {
            ("sentiment", "compound") => {
                vec!["sentiment:negative".to_owned(), "sentiment:positive".to_owned()]
            }
            _ => vec![format!("{measure}:{feature}")],
        }
    }

    /// What coders are asked, with how to answer; `line` says what the measure looks for.
    #[must_use]
    pub fn question(&self, asked: Option<&str>, line: &str) -> String {
        let feature = self.feature.replace('_', " ");
        let asked = match (asked, self.measure.as_str()) {
            (Some(text), _) => text.to_owned(),
            (None, "sentiment") => format!("Is the tone of the passage {feature}?"),
            (None, measure) if line.is_empty() => {
                format!("Does the passage show {feature} (category of {measure})?")
            }
            (None, measure) => format!("Does the passage show {feature} ({measure}: {line})?"),
        };
        format!(
            "{asked} 1 = yes, 0 = no, ? = cannot tell. Code the passage alone; what stands before and after it is there to \
             understand it."
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Target;

    #[test]
    fn sentiment_is_told_by_its_sign_and_other_features_by_name() {
        let negative = Target::read("sentiment:negative");
        assert!(
            negative.takes("sentiment", "compound", -0.05) && !negative.takes("sentiment", "compound", 0.4)
        );
        assert_eq!(Target::read("loaded"), Target::read("loaded:loaded"));
        let economic = Target::read("frames: economic");
        assert!(economic.takes("frames", "economic", 1.0) && !economic.takes("frames", "morality", 1.0));
        assert!(economic.question(None, "").contains("economic (category of frames)? 1 = yes"));
    }
}
