//! What does not fit together (DOMAIN §3). Notices all: history is full of it, and a person looks.

use std::collections::BTreeMap;

use protocol::row::{HouseholdV1, MemberV1};

use super::fields::{Fields, Level, Problem, Said};

/// Months between being identified and the end of the risk below which somebody should look.
const SOON_MONTHS: i32 = 6;

const MEASURES: [&str; 10] = [
    "help_industry",
    "help_job",
    "help_finance",
    "help_post",
    "help_house",
    "help_water",
    "help_health",
    "help_school",
    "help_welfare",
    "help_social",
];

/// What a household's own row tells.
pub(super) fn of_household(fields: &mut Fields<'_>, home: &HouseholdV1) {
    let is_open = home.monitor_category.is_some() && !home.risk_eliminated;
    let risk = |code: &str| home.risk_types.iter().any(|risk| risk == code);
    let is_dibao = home.welfare_tags.iter().any(|tag| tag == "dibao");
    if is_dibao && lacks_amount(fields, "dibao_money") {
        fields.notice("dibao_money", "dibao_without_money");
    }
    if risk("illness") && lacks_amount(fields, "medical_cost") {
        fields.notice("medical_cost", "ill_without_cost");
    }
    for (code, measure, word) in [
        ("unsafe_water", "help_water", "water_without_measure"),
        ("unsafe_housing", "help_house", "house_without_measure"),
    ] {
        if risk(code) && is_open && fields.has(measure) && !is_helped(fields, measure) {
            fields.notice(measure, word);
        }
    }
    let work = ["help_industry", "help_job", "help_finance", "help_post"];
    let asked = work.iter().any(|field| fields.has(field));
    if is_open && !home.no_labor && asked && !work.iter().any(|field| is_helped(fields, field)) {
        fields.notice("help_industry", "labour_without_measure");
    }
    since_then(fields, home, is_open);
}

/// How long it took, and whether anything was done.
fn since_then(fields: &mut Fields<'_>, home: &HouseholdV1, is_open: bool) {
    let Some(since) = home.monitor_since.as_deref().and_then(month) else {
        return;
    };
    let ended = home
        .eliminated_on
        .as_deref()
        .and_then(|day| month(&day.replace('-', "")));
    if let Some(ended) = ended.filter(|_| home.risk_eliminated) {
        if ended < since {
            fields.notice("eliminated_on", "eliminated_before");
        } else if ended - since < SOON_MONTHS {
            fields.notice("eliminated_on", "eliminated_soon");
        }
    }
    let now = fields.today;
    let today = i32::from(now.year()) * 12 + i32::from(now.month());
    let asked = MEASURES.iter().any(|field| fields.has(field));
    let none = !MEASURES.iter().any(|field| is_helped(fields, field));
    if is_open && asked && none && today - since > 1 {
        fields.notice("helped", "no_measure_yet");
    }
}

/// `YYYYMM…` as a number of months.
fn month(text: &str) -> Option<i32> {
    let year: i32 = text.get(..4)?.parse().ok()?;
    let month: i32 = text.get(4..6)?.parse().ok()?;
    Some(year * 12 + month)
}

/// Whether the file has this column and says zero or nothing there.
fn lacks_amount(fields: &mut Fields<'_>, field: &str) -> bool {
    match fields.amount(field) {
        Said::Is(number) => number == 0.0,
        Said::Nothing => true,
        Said::Absent => false,
    }
}

/// A measure is named, or said to be there.
fn is_helped(fields: &mut Fields<'_>, field: &str) -> bool {
    const MOST: usize = 1000;
    match fields.text(field, MOST) {
        Said::Is(text) => !matches!(text.as_str(), "否" | "无" | "0" | "没有" | "未实施"),
        _ => false,
    }
}

/// What a member's own row tells.
pub(super) fn of_member(fields: &mut Fields<'_>, member: &MemberV1) {
    if fields.has("school") && fields.has("education") {
        let at_school = member.school_status != "not_student" && !member.school_status.is_empty();
        if at_school == member.education.is_some() {
            fields.notice("education", "education_or_school");
        }
    }
    let flags = (fields.flag("med_resident"), fields.flag("med_employee"));
    if let (Said::Is(resident), Said::Is(employee)) = flags
        && resident == employee
    {
        fields.notice("med_resident", "insurance_both_or_none");
    }
    let place = member.work_place.as_deref();
    let works = place.is_some_and(|place| !["home", "none"].contains(&place));
    if fields.has("work_place") && fields.has("work_months") && works != (member.work_months > 0) {
        fields.notice("work_months", "place_and_months");
    }
    let unable = matches!(member.labor.as_deref(), Some("none" | "lost"));
    if unable && member.work_months > 0 {
        fields.notice("labor", "works_without_labour");
    }
}

/// The people of a household in the file who stand for it.
#[derive(Default)]
pub(super) struct Home {
    first: u32,
    heads: Vec<(u32, String)>,
    spouses: Vec<(u32, String)>,
}

/// Households of a file of members, as far as it was read.
#[derive(Default)]
pub(super) struct Homes(BTreeMap<String, Home>);

impl Homes {
    pub fn note(&mut self, household: &str, row: u32, member: &MemberV1) {
        let home = self.0.entry(household.to_owned()).or_default();
        if home.first == 0 {
            home.first = row;
        }
        match member.relation.as_str() {
            "户主" => home.heads.push((row, member.gender.clone())),
            "配偶" => home.spouses.push((row, member.gender.clone())),
            _ => {}
        }
    }

    /// What is odd about whole households: the number of a row each time, and what.
    pub fn odd(&self, column: Option<usize>) -> Vec<(u32, Problem)> {
        let mut odd = Vec::new();
        let mut say = |row, code| {
            let level = Level::Notice;
            odd.push((
                row,
                Problem {
                    column,
                    level,
                    code,
                },
            ));
        };
        for home in self.0.values() {
            if home.heads.is_empty() {
                say(home.first, "no_head");
            }
            for (row, _) in home.heads.iter().skip(1) {
                say(*row, "several_heads");
            }
            for (row, _) in home.spouses.iter().skip(1) {
                say(*row, "several_spouses");
            }
            if let ([(_, head)], [(row, spouse)]) = (home.heads.as_slice(), home.spouses.as_slice())
                && head == spouse
                && head != "0"
            {
                say(*row, "same_sex");
            }
        }
        odd
    }
}
