//! From wire rows to what the checklist's rules read. Phone and server both convert here, or
//! they would find different problems in the same visit.

use domain::Date;
use domain::checklist::{
    Answer, AnswerKey, AnswerValue, Answers, Facts, HouseholdFacts, MemberFacts, MemberInput,
    VisitFacts, waiver_code,
};
use domain::codes::{ParamValue, Params};
use domain::seal::SealFacts;
use domain::time::{Timestamp, full_years, parse_date};

use crate::row::{HouseholdV1, MemberV1, ParamsV1};
use crate::visit::{AnswerV1, AnswerValueV1, GeoV1};

/// 大专 and up imply it; so does having finished it.
const FINISHED_JUNIOR_HIGH: [&str; 4] = ["junior", "senior", "college", "bachelor_up"];

/// Welfare that makes a household eligible for subsidies.
const SUBSIDISED: [&str; 3] = ["dibao", "tekun_dispersed", "tekun_central"];

/// The item for the photo with the household; its waiver is the visit's.
pub const SCENE_ITEM: &str = "visit_scene_photo";

/// Puts the visit's reason for having no photo where the rules look for it.
pub fn waive_photo(answers: &mut Answers, reason: Option<&str>) {
    if let Some(reason) = reason.filter(|reason| !reason.trim().is_empty()) {
        answers.set(
            AnswerKey::of(waiver_code(SCENE_ITEM)),
            AnswerValue::Text(reason.to_owned()),
        );
    }
}

/// What the sealing rules read besides answers. A reason of blanks is none.
pub fn seal_facts(
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
    location: Option<&GeoV1>,
) -> SealFacts {
    SealFacts {
        started_at,
        ended_at,
        has_location: matches!(location, Some(GeoV1::At { .. })),
        has_no_location_reason: matches!(
            location,
            Some(GeoV1::Missing { reason }) if !reason.trim().is_empty()
        ),
    }
}

/// Everything the rules may read besides answers, for a visit on a day.
pub fn facts(
    household: &HouseholdV1,
    members: &[MemberV1],
    params: &Params,
    visit_date: Date,
) -> Facts {
    let active: Vec<&MemberV1> = members.iter().filter(|member| member.active).collect();
    let ages: Vec<Option<u32>> = active
        .iter()
        .map(|member| parse_date(&member.birth).and_then(|birth| full_years(birth, visit_date)))
        .collect();
    let elderly = number(params, "elderly_age", 60);
    let advanced = number(params, "advanced_age", 80);
    let over = |limit: u32| ages.iter().flatten().any(|age| *age >= limit);
    let is_monitored = household.monitor_category.is_some() && !household.risk_eliminated;
    let welfare = household
        .welfare_tags
        .iter()
        .any(|tag| SUBSIDISED.contains(&tag.as_str()));
    Facts {
        visit: VisitFacts {
            insurance_year: Some(Facts::insurance_year(visit_date, None)),
            days_to_campaign_end: None,
            campaign_has_four_ones: None,
        },
        household: HouseholdFacts {
            has_special_group: Some(
                over(advanced)
                    || active.iter().any(|member| is_disabled(member))
                    || (active.len() == 1 && over(elderly)),
            ),
            is_monitored: Some(is_monitored),
            relocated: Some(household.relocated),
            subsidy_eligible: Some(is_monitored || welfare),
        },
        members: members
            .iter()
            .map(|member| member_facts(member, visit_date, params))
            .collect(),
        params: params.clone(),
    }
}

fn member_facts(member: &MemberV1, visit_date: Date, params: &Params) -> MemberFacts {
    let education = member.education.as_deref();
    MemberFacts::new(
        &MemberInput {
            id: member.id,
            birth: parse_date(&member.birth),
            active: member.active,
            school_status: Some(member.school_status.as_str()).filter(|status| !status.is_empty()),
            finished_junior_high: education
                .is_some_and(|code| FINISHED_JUNIOR_HIGH.contains(&code)),
            disabled: Some(is_disabled(member)),
        },
        visit_date,
        params,
    )
}

fn is_disabled(member: &MemberV1) -> bool {
    member.disability_level.is_some() || member.health.iter().any(|code| code == "disabled")
}

fn number(params: &Params, key: &str, otherwise: u32) -> u32 {
    params
        .number(key)
        .and_then(|value| u32::try_from(value).ok())
        .unwrap_or(otherwise)
}

/// A visit's answers as the checklist engine takes them.
pub fn answers(answers: &[AnswerV1]) -> Answers {
    let mut all = Answers::new();
    for AnswerV1 {
        item,
        member,
        value,
        unchanged,
    } in answers
    {
        all.insert(
            AnswerKey {
                item: item.clone(),
                member: *member,
            },
            Answer {
                value: value.into(),
                unchanged: *unchanged,
            },
        );
    }
    all
}

/// The county's parameters as they travel.
pub fn params(values: &ParamsV1) -> Params {
    let known = values.values.iter().filter_map(|(key, value)| {
        let value = match value {
            serde_json::Value::String(text) => ParamValue::Text(text.clone()),
            other => ParamValue::Number(other.as_i64()?),
        };
        Some((key.clone(), value))
    });
    known.collect()
}

impl From<&Params> for ParamsV1 {
    fn from(params: &Params) -> Self {
        let values = params.iter().map(|(key, value)| {
            let value = match value {
                ParamValue::Number(number) => (*number).into(),
                ParamValue::Text(text) => text.as_str().into(),
            };
            (key.to_owned(), value)
        });
        Self {
            values: values.collect(),
            bundle_key: None,
        }
    }
}

impl From<&AnswerValueV1> for AnswerValue {
    fn from(value: &AnswerValueV1) -> Self {
        match value.clone() {
            AnswerValueV1::Text(text) => Self::Text(text),
            AnswerValueV1::Choice(code) => Self::Choice(code),
            AnswerValueV1::Choices(codes) => Self::Choices(codes),
            AnswerValueV1::Integer(number) => Self::Integer(number),
            AnswerValueV1::Decimal(text) => Self::Decimal(text),
            AnswerValueV1::Money(fen) => Self::Money(fen),
            AnswerValueV1::Date(date) => Self::Date(date),
            AnswerValueV1::Photos(photos) => Self::Photos(photos),
            AnswerValueV1::Member(member) => Self::Member(member),
        }
    }
}

impl From<&AnswerValue> for AnswerValueV1 {
    fn from(value: &AnswerValue) -> Self {
        match value.clone() {
            AnswerValue::Text(text) => Self::Text(text),
            AnswerValue::Choice(code) => Self::Choice(code),
            AnswerValue::Choices(codes) => Self::Choices(codes),
            AnswerValue::Integer(number) => Self::Integer(number),
            AnswerValue::Decimal(text) => Self::Decimal(text),
            AnswerValue::Money(fen) => Self::Money(fen),
            AnswerValue::Date(date) => Self::Date(date),
            AnswerValue::Photos(photos) => Self::Photos(photos),
            AnswerValue::Member(member) => Self::Member(member),
        }
    }
}
