//! Rounding to the digits that are printed.

/// The significant digits of every number in a table.
const DIGITS: i32 = 6;

/// Rounds to six significant digits, half away from zero; zero loses its sign.
///
/// # Returns
/// The double nearest to the rounded decimal, so that its shortest decimal form has at most six digits. Values that
/// are not finite come back as they are.
#[must_use]
pub fn round_significant(value: f64) -> f64 {
    let magnitude = value.abs();
    if magnitude == 0.0 || !value.is_finite() {
        return if value.is_finite() { 0.0 } else { value };
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a double lies within -324 and 308")]
    let exponent = magnitude.log10().floor() as i32;
    let shift = DIGITS - 1 - exponent;
    // Powers of ten to 22 are exact doubles, so that the division below rounds once only.
    let rounded = if (0..=22).contains(&shift) {
        let scale = 10_f64.powi(shift);
        (magnitude * scale).round() / scale
    } else if (-22..0).contains(&shift) {
        let scale = 10_f64.powi(-shift);
        (magnitude / scale).round() * scale
    } else {
        format!("{magnitude:.5e}").parse().unwrap_or(magnitude)
    };
    rounded.copysign(value)
}

#[cfg(test)]
mod tests {
    use super::round_significant;

    #[test]
    fn a_number_keeps_six_significant_digits() {
        for (value, printed) in [
            (0.123_456_789, "0.123457"),
            (123_456.789, "123457"),
            (-0.000_012_345_678_9, "-0.0000123457"),
            (1.0, "1"),
            (-0.0, "0"),
            (999_999.5, "1000000"),
            (1.5e-30, "0.0000000000000000000000000000015"),
        ] {
            assert_eq!(format!("{}", round_significant(value)), printed);
        }
    }

    #[test]
    fn rounding_twice_changes_nothing() {
        let mut value = 0.000_001_234_567_89_f64;
        for _ in 0..200 {
            let once = round_significant(value);
            assert_eq!(once.to_bits(), round_significant(once).to_bits());
            value *= 1.37;
        }
    }
}
