//! Decimal numbers without floats: millionths in an `i64`.

use std::fmt;

/// A decimal number of up to six decimals and twelve digits before the point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i64);

const SCALE: i64 = 1_000_000;
const MAX_WHOLE: i64 = 1_000_000_000_000;

impl Decimal {
    /// A whole number; `None` above twelve digits.
    #[must_use]
    pub fn whole(number: i64) -> Option<Self> {
        (-MAX_WHOLE < number && number < MAX_WHOLE).then(|| Self(number * SCALE))
    }

    /// Reads `12`, `12.5`, `-0.75`; nothing looser.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, text),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !plain(whole) || !plain(part) || whole.len() > 12 || part.len() > 6 {
            return None;
        }
        let part: i64 = format!("{part:0<6}").parse().ok()?;
        let whole: i64 = whole.parse().ok()?;
        Some(Self(sign * (whole * SCALE + part)))
    }

    /// How many decimals the number needs: 12.50 needs one.
    #[must_use]
    pub fn decimals(self) -> u8 {
        let mut part = (self.0 % SCALE).abs();
        let mut decimals = 6;
        while decimals > 0 && part % 10 == 0 {
            part /= 10;
            decimals -= 1;
        }
        decimals
    }

    /// In millionths; wide enough to multiply.
    #[must_use]
    pub fn millionths(self) -> i128 {
        i128::from(self.0)
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let number = self.0.unsigned_abs();
        let (whole, part) = (number / SCALE.unsigned_abs(), number % SCALE.unsigned_abs());
        let part = format!("{part:06}");
        match part.trim_end_matches('0') {
            "" => write!(out, "{sign}{whole}"),
            part => write!(out, "{sign}{whole}.{part}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_exactly() {
        for (text, written, decimals) in [
            ("80", "80", 0),
            ("-0.75", "-0.75", 2),
            ("12.50", "12.5", 1),
            ("0.000001", "0.000001", 6),
            ("999999999999.999999", "999999999999.999999", 6),
        ] {
            let number = Decimal::parse(text).unwrap();
            assert_eq!(number.to_string(), written);
            assert_eq!(number.decimals(), decimals);
        }
        for bad in [
            "",
            "-",
            ".5",
            "5.",
            "1e3",
            "+1",
            " 1",
            "1.0000001",
            "1000000000000",
            "１",
        ] {
            assert_eq!(Decimal::parse(bad), None, "{bad}");
        }
        assert!(Decimal::parse("9").unwrap() < Decimal::parse("10").unwrap());
    }
}
