//! Whether a figure moved.

/// The significant digits of figures in tables.
const DIGITS: i32 = 6;

/// Whether two cells of a column of numbers differ by more than the rounding to six digits, which may turn a last digit
/// either way.
#[must_use]
pub fn is_moved(before: &str, after: &str) -> bool {
    if before == after {
        return false;
    }
    match (before.parse::<f64>(), after.parse::<f64>()) {
        (Ok(before), Ok(after)) => (before - after).abs() > last_digit(before, after) * 1.001,
        _ => true,
    }
}

/// One unit of the last printed digit of the larger of two numbers; 0 where both are whole, as counts are not rounded.
fn last_digit(a: f64, b: f64) -> f64 {
    let larger = a.abs().max(b.abs());
    let is_count = a.fract() == 0.0 && b.fract() == 0.0 && larger < 1e15;
    if is_count || larger == 0.0 {
        return 0.0;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a double lies within -324 and 308")]
    let exponent = larger.log10().floor() as i32;
    10_f64.powi(exponent - (DIGITS - 1))
}

#[cfg(test)]
mod tests {
    use super::is_moved;

    #[test]
    fn a_last_digit_is_rounding_and_more_is_a_move() {
        for (before, after, moved) in [
            ("0.123456", "0.123457", false),
            ("0.123456", "0.123458", true),
            ("12", "13", true),
            ("1000000", "1000001", true),
            ("", "0", true),
            ("", "", false),
            ("-0.5", "0.5", true),
            ("12.0001", "12", false),
        ] {
            assert_eq!(is_moved(before, after), moved, "{before} {after}");
            assert_eq!(is_moved(after, before), moved, "{after} {before}");
        }
    }
}
