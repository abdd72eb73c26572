//! What is known about a visit besides its answers. `None` is null: rules stay silent.

use super::Value;
use super::decimal::Decimal;
use crate::codes::{ParamValue, Params};
use crate::id::MemberId;
use crate::time::{Date, SchoolCutoff, full_years};

/// Everything rules may read besides answers.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// About the visit.
    pub visit: VisitFacts,
    /// About the household.
    pub household: HouseholdFacts,
    /// About each member, in the order to show them.
    pub members: Vec<MemberFacts>,
    /// The county's parameters.
    pub params: Params,
}

/// About the visit.
#[derive(Debug, Clone, Default)]
pub struct VisitFacts {
    /// The year medical insurance must be paid for.
    pub insurance_year: Option<i64>,
    /// Days left in the campaign.
    pub days_to_campaign_end: Option<i64>,
    /// The campaign asks for the "four ones".
    pub campaign_has_four_ones: Option<bool>,
}

/// About the household.
#[derive(Clone, Default)]
pub struct HouseholdFacts {
    /// Anyone over 80, disabled, or living alone over 60.
    pub has_special_group: Option<bool>,
    /// Monitored against falling back.
    pub is_monitored: Option<bool>,
    /// Relocated.
    pub relocated: Option<bool>,
    /// Monitored, 低保, 特困 or on the county's list.
    pub subsidy_eligible: Option<bool>,
}

/// About a member.
#[derive(Clone, PartialEq, Eq)]
pub struct MemberFacts {
    /// Who.
    pub id: MemberId,
    /// Full years on the visit date.
    pub age: Option<u32>,
    /// Not removed (death, moving out, prison).
    pub active: Option<bool>,
    /// Of compulsory school age at the cut-off, junior high not finished.
    pub compulsory_age: Option<bool>,
    /// Attends any school.
    pub in_school: Option<bool>,
    /// Attends a school above junior high.
    pub in_school_above_compulsory: Option<bool>,
    /// Holds or should hold a disability certificate.
    pub disabled: Option<bool>,
}

/// What the household's page knows about a member.
#[derive(Clone)]
pub struct MemberInput<'a> {
    /// Who.
    pub id: MemberId,
    /// Birthday, if known.
    pub birth: Option<Date>,
    /// Not removed on the visit date.
    pub active: bool,
    /// Code of `school_status`; `None` where it was never asked.
    pub school_status: Option<&'a str>,
    /// Has finished junior high, by education or present school.
    pub finished_junior_high: bool,
    /// Disabled.
    pub disabled: Option<bool>,
}

impl std::fmt::Debug for MemberFacts {
    /// The id only.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("MemberFacts")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for HouseholdFacts {
    /// Whether a household is monitored stays out of logs.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("HouseholdFacts").finish_non_exhaustive()
    }
}

/// Statuses that are not attendance.
const NOT_ATTENDING: [&str; 2] = ["pre_age", "not_student"];
/// Attendance up to junior high.
const UP_TO_JUNIOR_HIGH: [&str; 5] = ["preschool", "primary", "g7", "g8", "g9"];

impl MemberFacts {
    /// Works out a member's facts for a visit on a day. `params` gives the compulsory ages
    /// and the school-year cut-off; the age that counts is the one at the cut-off.
    #[must_use]
    pub fn new(member: &MemberInput<'_>, visit_date: Date, params: &Params) -> Self {
        let cutoff = params
            .text("school_year_cutoff")
            .and_then(SchoolCutoff::parse)
            .unwrap_or(SchoolCutoff::DEFAULT)
            .before(visit_date);
        let ages = params.number("compulsory_age_min").unwrap_or(6)
            ..=params.number("compulsory_age_max").unwrap_or(15);
        let in_school = member
            .school_status
            .map(|status| !NOT_ATTENDING.contains(&status));
        let above = member
            .school_status
            .map(|status| !NOT_ATTENDING.contains(&status) && !UP_TO_JUNIOR_HIGH.contains(&status));
        let finished = member.finished_junior_high || above == Some(true);
        let compulsory_age = member.birth.map(|birth| {
            let age = full_years(birth, cutoff).map(i64::from);
            member.active && !finished && age.is_some_and(|age| ages.contains(&age))
        });
        Self {
            id: member.id,
            age: member.birth.and_then(|birth| full_years(birth, visit_date)),
            active: Some(member.active),
            compulsory_age,
            in_school,
            in_school_above_compulsory: above,
            disabled: member.disabled,
        }
    }

    /// A member of whom nothing is known.
    #[must_use]
    pub const fn unknown(id: MemberId) -> Self {
        Self {
            id,
            age: None,
            active: None,
            compulsory_age: None,
            in_school: None,
            in_school_above_compulsory: None,
            disabled: None,
        }
    }

    pub(super) fn field(&self, name: &str) -> Value<'static> {
        match name {
            "age" => number(self.age.map(i64::from)),
            "active" => flag(self.active),
            "compulsory_age" => flag(self.compulsory_age),
            "in_school" => flag(self.in_school),
            "in_school_above_compulsory" => flag(self.in_school_above_compulsory),
            "disabled" => flag(self.disabled),
            _ => Value::Null,
        }
    }
}

impl HouseholdFacts {
    pub(super) fn field(&self, name: &str) -> Value<'static> {
        match name {
            "has_special_group" => flag(self.has_special_group),
            "is_monitored" => flag(self.is_monitored),
            "relocated" => flag(self.relocated),
            "subsidy_eligible" => flag(self.subsidy_eligible),
            _ => Value::Null,
        }
    }
}

impl VisitFacts {
    pub(super) fn field(&self, name: &str) -> Value<'static> {
        match name {
            "insurance_year" => number(self.insurance_year),
            "days_to_campaign_end" => number(self.days_to_campaign_end),
            "campaign_has_four_ones" => flag(self.campaign_has_four_ones),
            _ => Value::Null,
        }
    }
}

impl Facts {
    /// A parameter; those in yuan become fen.
    pub(super) fn param(&self, key: &str) -> Value<'_> {
        match self.params.get(key) {
            None => Value::Null,
            Some(ParamValue::Text(text)) => Value::Text(text),
            Some(ParamValue::Number(yuan)) if key.ends_with("_yuan") => {
                yuan.checked_mul(100).map_or(Value::Null, Value::Money)
            }
            Some(ParamValue::Number(plain)) => number(Some(*plain)),
        }
    }

    /// The year medical insurance must be paid for: the calendar year, and after the
    /// county's premium deadline (a month and day late in the year) the coming one.
    #[must_use]
    pub fn insurance_year(visit_date: Date, deadline: Option<(i8, i8)>) -> i64 {
        let after = deadline.is_some_and(|limit| (visit_date.month(), visit_date.day()) > limit);
        i64::from(visit_date.year()) + i64::from(after)
    }
}

fn flag(flag: Option<bool>) -> Value<'static> {
    flag.map_or(Value::Null, Value::Bool)
}

fn number(number: Option<i64>) -> Value<'static> {
    number
        .and_then(Decimal::whole)
        .map_or(Value::Null, Value::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn child(birth: Date, school_status: Option<&'static str>) -> MemberInput<'static> {
        MemberInput {
            id: MemberId::from_uuid(Uuid::from_u128(1)),
            birth: Some(birth),
            active: true,
            school_status,
            finished_junior_high: false,
            disabled: None,
        }
    }

    fn compulsory(member: &MemberInput<'_>, on: Date) -> Option<bool> {
        MemberFacts::new(member, on, &Params::default()).compulsory_age
    }

    #[test]
    fn compulsory_age_is_counted_at_the_cutoff_and_not_today() {
        let visit = date(2026, 11, 22);
        let table = [
            (date(2020, 8, 31), true),  // six on the cut-off day
            (date(2020, 9, 1), false),  // six the day after it
            (date(2010, 9, 1), true),   // fifteen at the cut-off, sixteen today
            (date(2010, 8, 31), false), // sixteen at the cut-off
        ];
        for (birth, expected) in table {
            assert_eq!(
                compulsory(&child(birth, None), visit),
                Some(expected),
                "{birth}"
            );
        }
        assert_eq!(
            compulsory(&child(date(2020, 3, 1), None), date(2026, 5, 1)),
            Some(false)
        );
    }

    #[test]
    fn a_child_who_finished_junior_high_or_left_is_not_asked_for() {
        let visit = date(2026, 11, 22);
        let birth = date(2011, 1, 1);
        assert_eq!(compulsory(&child(birth, Some("h1")), visit), Some(false));
        assert_eq!(compulsory(&child(birth, Some("g9")), visit), Some(true));
        let gone = MemberInput {
            active: false,
            ..child(birth, None)
        };
        assert_eq!(compulsory(&gone, visit), Some(false));
        let done = MemberInput {
            finished_junior_high: true,
            ..child(birth, Some("not_student"))
        };
        assert_eq!(compulsory(&done, visit), Some(false));
    }

    #[test]
    fn an_unknown_birthday_is_null_and_not_false() {
        let unknown = MemberInput {
            birth: None,
            ..child(date(2011, 1, 1), None)
        };
        let facts = MemberFacts::new(&unknown, date(2026, 11, 22), &Params::default());
        assert_eq!(
            (facts.age, facts.compulsory_age, facts.in_school),
            (None, None, None)
        );
    }

    #[test]
    fn after_the_premium_deadline_the_coming_year_counts() {
        assert_eq!(
            Facts::insurance_year(date(2026, 12, 20), Some((12, 15))),
            2027
        );
        assert_eq!(
            Facts::insurance_year(date(2026, 12, 15), Some((12, 15))),
            2026
        );
        assert_eq!(Facts::insurance_year(date(2026, 12, 31), None), 2026);
    }
}
