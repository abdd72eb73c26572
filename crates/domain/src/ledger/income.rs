//! What an income survey comes to (DOMAIN §2.3), and what in it looks odd.

use super::definition::Ledger;
use super::value::{EntryValue, Values};
use crate::income::{IncomeError, IncomeSurvey};

/// What a survey comes to, all in fen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// The seven headings and the people of the year.
    pub survey: IncomeSurvey,
    /// The four incomes less business expenses.
    pub net: i64,
    /// Net income per head.
    pub per_capita_net: i64,
    /// Net, plus claims, less own spending that counts.
    pub reference: i64,
    /// Reference income per head: what the monitoring line is held against.
    pub per_capita_reference: i64,
}

// What a family earns stays out of logs.
impl std::fmt::Debug for Reckoned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reckoned")
    }
}

/// Adds a survey up. Fields belong to a heading by their first word, as in the list
/// `income_items`: `wage_`, `biz_`, `prop_`, `trf_`, `exp_`, `claim_`, `oop_`.
///
/// # Errors
/// [`IncomeError`].
pub fn reckon(values: &Values) -> Result<Reckoned, IncomeError> {
    let sum = |prefix: &str| -> Result<i64, IncomeError> {
        let mut all = values
            .iter()
            .filter(|(code, _)| code.starts_with(prefix))
            .filter_map(|(_, value)| value.number());
        all.try_fold(0_i64, |sum, fen| {
            sum.checked_add(fen).ok_or(IncomeError::TooLarge)
        })
    };
    let people = values
        .get("annual_family_size")
        .and_then(EntryValue::number);
    let survey = IncomeSurvey {
        wage: sum("wage_")?,
        business: sum("biz_")?,
        property: sum("prop_")?,
        transfer: sum("trf_")?,
        expense: sum("exp_")?,
        claim: sum("claim_")?,
        out_of_pocket: sum("oop_")?,
        annual_family_size: people
            .and_then(|people| u32::try_from(people).ok())
            .unwrap_or(0),
    };
    Ok(Reckoned {
        survey,
        net: survey.net()?,
        per_capita_net: survey.per_capita_net()?,
        reference: survey.reference()?,
        per_capita_reference: survey.per_capita_reference()?,
    })
}

/// What is known of the family beside its survey.
#[derive(Debug, Clone, Copy, Default)]
pub struct Family {
    /// Somebody has months of work.
    pub works: bool,
    /// The household receives the subsistence allowance.
    pub dibao: bool,
}

/// A reasonable wage is more than this: 100 yuan.
const TINY_WAGE: i64 = 10_000;
/// Nobody in these ledgers has more: 100,000 yuan a head.
const MUCH: i64 = 10_000_000;

/// Codes of `income_survey.checks` that apply: notices, never refusals.
#[must_use]
pub fn notices(reckoned: &Reckoned, values: &Values, family: Family) -> Vec<&'static str> {
    let survey = &reckoned.survey;
    let none = |code: &str| values.get(code).and_then(EntryValue::number).unwrap_or(0) == 0;
    let all = [
        (
            "biz_without_expense",
            survey.business > 0 && survey.expense == 0,
        ),
        ("wage_tiny", survey.wage > 0 && survey.wage < TINY_WAGE),
        ("wage_no_worker", survey.wage > 0 && !family.works),
        ("worker_no_wage", survey.wage == 0 && family.works),
        ("dibao_zero", family.dibao && none("trf_dibao")),
        (
            "percap_range",
            reckoned.per_capita_net <= 0 || reckoned.per_capita_net > MUCH,
        ),
    ];
    all.into_iter()
        .filter(|(_, applies)| *applies)
        .map(|(code, _)| code)
        .collect()
}

/// Whether a ledger is the income survey.
#[must_use]
pub fn is_income(ledger: &Ledger) -> bool {
    ledger.code == "income"
}
