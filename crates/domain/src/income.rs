//! Household income in whole fen. No floats: a rounding error here moves a household
//! across a line.

/// The seven headings of the income survey, in fen, and the people they are shared among.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct IncomeSurvey {
    /// Wages, 工资性收入.
    pub wage: i64,
    /// Business income before expenses, 生产经营性收入.
    pub business: i64,
    /// Property income, 财产性收入.
    pub property: i64,
    /// Transfers, 转移性收入.
    pub transfer: i64,
    /// Business expenses, 生产经营性支出, as a positive number.
    pub expense: i64,
    /// Insurance claims, 理赔收入; counts toward the reference income only.
    pub claim: i64,
    /// Compliant out-of-pocket spending, 合规自付支出; reference income only.
    pub out_of_pocket: i64,
    /// The year's family size, 年度家庭人口数, which is not today's head count.
    pub annual_family_size: u32,
}

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IncomeError {
    /// Nobody to share it among.
    #[error("the annual family size must be at least one")]
    NoFamily,
    /// The sum is larger than any household's income.
    #[error("the income does not fit")]
    TooLarge,
}

impl std::fmt::Debug for IncomeSurvey {
    /// What a family earns stays out of logs.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("IncomeSurvey").finish_non_exhaustive()
    }
}

impl IncomeSurvey {
    /// Net income: the four incomes less business expenses. May be negative.
    ///
    /// # Errors
    /// [`IncomeError::TooLarge`].
    pub fn net(&self) -> Result<i64, IncomeError> {
        sum(
            &[self.wage, self.business, self.property, self.transfer],
            &[self.expense],
        )
    }

    /// The income the monitoring line is held against: net, plus claims, less out-of-pocket.
    ///
    /// # Errors
    /// [`IncomeError::TooLarge`].
    pub fn reference(&self) -> Result<i64, IncomeError> {
        sum(&[self.net()?, self.claim], &[self.out_of_pocket])
    }

    /// Net income per person.
    ///
    /// # Errors
    /// [`IncomeError`].
    pub fn per_capita_net(&self) -> Result<i64, IncomeError> {
        per_capita(self.net()?, self.annual_family_size)
    }

    /// Reference income per person.
    ///
    /// # Errors
    /// [`IncomeError`].
    pub fn per_capita_reference(&self) -> Result<i64, IncomeError> {
        per_capita(self.reference()?, self.annual_family_size)
    }
}

/// Shares fen among people, rounded half up to the fen (−0.5 becomes 0).
///
/// # Errors
/// [`IncomeError::NoFamily`] for nobody.
pub fn per_capita(fen: i64, people: u32) -> Result<i64, IncomeError> {
    if people == 0 {
        return Err(IncomeError::NoFamily);
    }
    let (fen, people) = (i128::from(fen), i128::from(people));
    i64::try_from((2 * fen + people).div_euclid(2 * people)).map_err(|_| IncomeError::TooLarge)
}

/// Reads an amount typed in yuan, such as `1234.5`, as fen. More than two decimals, signs
/// in the middle or stray letters are not an amount.
#[must_use]
pub fn parse_yuan(text: &str) -> Option<i64> {
    let text = text.trim();
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.len() > 2 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let cents: i64 = format!("{part:0<2}").parse().ok()?;
    let fen = whole
        .parse::<i64>()
        .ok()?
        .checked_mul(100)?
        .checked_add(cents)?;
    Some(if negative { -fen } else { fen })
}

/// Writes fen as yuan with two decimals: `-1234.50`.
#[must_use]
pub fn yuan_text(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    format!("{sign}{}.{:02}", fen / 100, fen % 100)
}

fn sum(plus: &[i64], minus: &[i64]) -> Result<i64, IncomeError> {
    let plus: i128 = plus.iter().map(|fen| i128::from(*fen)).sum();
    let minus: i128 = minus.iter().map(|fen| i128::from(*fen)).sum();
    i64::try_from(plus - minus).map_err(|_| IncomeError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn income_is_shared_by_the_years_family_and_rounds_half_up() {
        let survey = IncomeSurvey {
            wage: 1_000_000,
            business: 500_001,
            property: 0,
            transfer: 100,
            expense: 200_000,
            claim: 50_000,
            out_of_pocket: 30_000,
            annual_family_size: 4,
        };
        assert_eq!(survey.net(), Ok(1_300_101));
        assert_eq!(survey.per_capita_net(), Ok(325_025)); // 325025.25
        assert_eq!(survey.reference(), Ok(1_320_101));
        let table = [
            (5, 2, 3),
            (-5, 2, -2),
            (-1, 2, 0),
            (7, 3, 2),
            (8, 3, 3),
            (-8, 3, -3),
            (0, 9, 0),
        ];
        for (fen, people, each) in table {
            assert_eq!(per_capita(fen, people), Ok(each), "{fen} / {people}");
        }
    }

    #[test]
    fn a_loss_is_a_figure_and_nobody_is_an_error() {
        let loss = IncomeSurvey {
            business: 100,
            expense: 400,
            annual_family_size: 1,
            ..Default::default()
        };
        assert_eq!(loss.per_capita_net(), Ok(-300));
        assert_eq!(per_capita(100, 0), Err(IncomeError::NoFamily));
        let absurd = IncomeSurvey {
            wage: i64::MAX,
            transfer: 1,
            ..Default::default()
        };
        assert_eq!(absurd.net(), Err(IncomeError::TooLarge));
    }

    #[test]
    fn yuan_is_read_and_written_to_the_fen() {
        for (text, fen) in [
            ("0", 0),
            ("12", 1200),
            ("12.3", 1230),
            ("-0.05", -5),
            ("8700.00", 870_000),
        ] {
            assert_eq!(parse_yuan(text), Some(fen), "{text}");
            assert_eq!(parse_yuan(&yuan_text(fen)), Some(fen));
        }
        for bad in [
            "",
            "-",
            ".5",
            "1.234",
            "1,000",
            "1e3",
            "１２",
            "99999999999999999999",
        ] {
            assert_eq!(parse_yuan(bad), None, "{bad}");
        }
        assert_eq!(yuan_text(-123_450), "-1234.50");
    }
}
