//! From wire rows to what the checklist's rules read. Phone and server both convert here, or
//! they would find different problems in the same visit.

use domain::Date;
use domain::campaign::Home;
use domain::checklist::{
    Answer, AnswerKey, AnswerValue, Answers, Facts, HouseholdFacts, MemberFacts, MemberInput,
    VisitFacts, waiver_code,
};
use domain::codes::{Dated, ParamValue, Params};
use domain::seal::SealFacts;
use domain::time::{Timestamp, full_years, parse_date};

use crate::campaign::CampaignV1;
use crate::row::{DatedParamV1, HouseholdV1, MemberV1, ParamsV1};
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

/// What campaigns give the rules: the end that comes first, and whether one asks for the four ones
/// (DOMAIN §2.2, §3 campaign).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Campaigning {
    pub ends: Option<Date>,
    pub four_ones: bool,
}

/// What is under way on a day and concerns the household.
pub fn campaigning<'a>(
    campaigns: impl IntoIterator<Item = &'a CampaignV1>,
    household: &HouseholdV1,
    day: Date,
) -> Campaigning {
    let home = Home {
        area_code: &household.area_code,
        group: household.group_of_help(),
        ended: household.ended_on.is_some(),
    };
    let mut found = Campaigning::default();
    for campaign in campaigns {
        let days = parse_date(&campaign.starts).zip(parse_date(&campaign.ends));
        let Some((_, ends)) = days.filter(|(starts, ends)| (*starts..=*ends).contains(&day)) else {
            continue;
        };
        if campaign.cancelled || !campaign.scope.concerns(&home) {
            continue;
        }
        found.ends = Some(found.ends.map_or(ends, |first| first.min(ends)));
        found.four_ones |= campaign.profile == "four_ones";
    }
    found
}

/// Everything the rules may read besides answers, for a visit on a day.
pub fn facts(
    household: &HouseholdV1,
    members: &[MemberV1],
    params: &Params,
    visit_date: Date,
    campaigning: Campaigning,
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
            days_to_campaign_end: campaigning
                .ends
                .and_then(|ends| visit_date.until(ends).ok())
                .map(|span| i64::from(span.get_days())),
            campaign_has_four_ones: campaigning.ends.map(|_| campaigning.four_ones),
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

/// The county's parameters on a day, over the defaults. A phone that was away knows of values
/// that begin later, and judges an older visit by the values of its own day.
pub fn params(values: &ParamsV1, defaults: &Params, day: Date) -> Params {
    let is_dated = |key: &str| values.dated.iter().any(|one| one.key == key);
    // What was in force when the row was made says nothing about another day.
    let steady = values.values.iter().filter(|(key, _)| !is_dated(key));
    let steady: Params = steady
        .filter_map(|(key, value)| Some((key.clone(), param(value)?)))
        .collect();
    let mut dated = Dated::steady(steady.over(defaults));
    for DatedParamV1 { key, from, value } in &values.dated {
        if let (Some(from), Some(value)) = (parse_date(from), param(value)) {
            dated.add(key, from, value);
        }
    }
    dated.on(day)
}

/// A parameter's value as it travels.
pub fn param(value: &serde_json::Value) -> Option<ParamValue> {
    match value {
        serde_json::Value::String(text) => Some(ParamValue::Text(text.clone())),
        other => other.as_i64().map(ParamValue::Number),
    }
}

/// How a parameter's value travels.
pub fn param_json(value: &ParamValue) -> serde_json::Value {
    match value {
        ParamValue::Number(number) => (*number).into(),
        ParamValue::Text(text) => text.as_str().into(),
    }
}

impl ParamsV1 {
    /// What phones are told on a day.
    pub fn of(dated: &Dated, today: Date) -> Self {
        let values = dated.on(today);
        let values = values
            .iter()
            .map(|(key, value)| (key.to_owned(), param_json(value)));
        Self {
            values: values.collect(),
            dated: dated
                .around(today)
                .into_iter()
                .map(|(key, one)| DatedParamV1 {
                    key: key.to_owned(),
                    from: one.from.to_string(),
                    value: param_json(&one.value),
                })
                .collect(),
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

#[cfg(test)]
mod tests {
    use super::*;

    fn line(values: &str, dated: &str, day: &str) -> Option<i64> {
        let told = format!(r#"{{"values":{values},"dated":{dated}}}"#);
        let told: ParamsV1 = serde_json::from_str(&told).unwrap();
        let defaults = Params::from_iter([("elderly_age".to_owned(), ParamValue::Number(60))]);
        let params = params(&told, &defaults, parse_date(day).unwrap());
        assert_eq!(params.number("elderly_age"), Some(60));
        params.number("monitor_line_yuan")
    }

    fn campaign(changes: serde_json::Value) -> CampaignV1 {
        let mut body = serde_json::json!({ "id": "00000000-0000-7000-8000-000000000001",
            "title": "t", "starts": "2026-11-01", "ends": "2026-11-30", "scope": {},
            "profile": "routine", "required_coverage": 100, "legal_basis": "b" });
        for (name, value) in changes.as_object().unwrap() {
            body[name] = value.clone();
        }
        serde_json::from_value(body).unwrap()
    }

    #[test]
    fn rules_hear_of_the_campaigns_that_run_and_concern_the_household() {
        let household: HouseholdV1 = serde_json::from_value(serde_json::json!({
            "id": "00000000-0000-7000-8000-000000000002", "number": "n",
            "area_code": "990101101200", "county": "c", "town": "t", "village": "v", "group": "g",
            "head_name": "h", "base_type": "exited", "annual_family_size": 3 }))
        .unwrap();
        let day = parse_date("2026-11-22").unwrap();
        let all = [
            campaign(serde_json::json!({ "ends": "2026-12-31" })),
            campaign(serde_json::json!({ "profile": "four_ones" })),
            campaign(serde_json::json!({ "ends": "2026-11-22", "cancelled": true })),
            campaign(
                serde_json::json!({ "ends": "2026-11-23", "scope": { "groups": ["general"] } }),
            ),
            campaign(serde_json::json!({ "ends": "2026-11-21" })),
            campaign(serde_json::json!({ "starts": "2026-11-23", "ends": "2026-11-24" })),
        ];
        let found = campaigning(&all, &household, day);
        assert_eq!(
            found,
            Campaigning {
                ends: parse_date("2026-11-30"),
                four_ones: true
            }
        );
        let facts = facts(&household, &[], &Params::default(), day, found);
        assert_eq!(facts.visit.days_to_campaign_end, Some(8));
        assert_eq!(facts.visit.campaign_has_four_ones, Some(true));
        assert_eq!(
            campaigning(&all[3..], &household, day),
            Campaigning::default()
        );
    }

    #[test]
    fn a_visit_is_judged_by_the_value_of_its_own_day() {
        let values = r#"{"monitor_line_yuan":8700}"#;
        let dated = r#"[{"key":"monitor_line_yuan","from":"2025-01-01","value":8700},
            {"key":"monitor_line_yuan","from":"2027-01-01","value":9200}]"#;
        assert_eq!(line(values, dated, "2026-12-31"), Some(8700));
        assert_eq!(line(values, dated, "2027-01-01"), Some(9200));
        // Before the county set any.
        assert_eq!(line(values, dated, "2024-12-31"), None);
        // A county that says nothing of days.
        assert_eq!(line(values, "[]", "2024-12-31"), Some(8700));
    }

    #[test]
    fn what_phones_are_told_holds_on_every_day_it_is_told_for() {
        let day = |text: &str| parse_date(text).unwrap();
        let mut dated = Dated::default();
        dated.add(
            "monitor_line_yuan",
            day("2025-01-01"),
            ParamValue::Number(8700),
        );
        dated.add(
            "monitor_line_yuan",
            day("2027-01-01"),
            ParamValue::Number(9200),
        );
        let told = ParamsV1::of(&dated, day("2026-11-29"));
        assert_eq!(told.values["monitor_line_yuan"], 8700);
        for text in ["2025-06-01", "2026-12-31", "2027-01-01", "2028-11-29"] {
            let params = params(&told, &Params::default(), day(text));
            assert_eq!(params, dated.on(day(text)), "{text}");
        }
    }
}
