//! A row of members, read onto the member as the roster last said him.

use domain::Date;
use domain::id::{HouseholdId, MemberId};
use domain::identity::{IdCheck, IdFault, check_disability, check_id};
use domain::time::parse_date;
use protocol::roster::MemberRow;
use protocol::row::MemberV1;

use super::fields::{Fields, Said};
use super::household::phone;
use super::rules;

const NAME: usize = 100;
const COMPANY: usize = 100;
const GUARDIAN: usize = 50;
const DISABILITY: &str = "09";

/// Fields that become part of the member; all others are kept beside him.
pub(super) const OWNED: &[&str] = &[
    "household_number",
    "number",
    "name",
    "gender",
    "birth",
    "id_type",
    "id_number",
    "ethnicity",
    "phone",
    "relation",
    "education",
    "school",
    "health",
    "labor",
    "political",
    "work_place",
    "work_company",
    "work_months",
    "med_resident",
    "med_employee",
    "pension_resident",
    "disability",
    "disability_level",
    "guardian",
    "province",
    "city",
    "county",
    "town",
    "village",
];

/// What tells one person from another.
pub(super) struct Who {
    pub household_number: String,
    pub number: String,
    pub id_number: Said<String>,
}

pub(super) fn who(fields: &mut Fields<'_>) -> Who {
    let household_number = match fields.number_text("household_number") {
        Said::Is(number) => number,
        Said::Nothing => {
            fields.error("household_number", "empty");
            String::new()
        }
        Said::Absent => String::new(),
    };
    let number = fields.number_text("number").option().unwrap_or_default();
    let id_number = fields.number_text("id_number");
    if number.is_empty() && !matches!(id_number, Said::Is(_)) {
        fields.error("number", "no_number");
    }
    Who {
        household_number,
        number,
        id_number,
    }
}

/// The member a row describes; what the file does not speak of stays as it was said before.
pub(super) fn read(
    fields: &mut Fields<'_>,
    who: &Who,
    before: Option<MemberRow>,
    ids: (HouseholdId, MemberId),
    today: Date,
) -> MemberRow {
    let is_new = before.is_none();
    let mut row = before.unwrap_or_else(|| empty(ids));
    row.member.household_id = ids.0;
    if !who.number.is_empty() {
        row.member.number.clone_from(&who.number);
    }
    if let Said::Is(number) = &who.id_number {
        row.id_number.clone_from(number);
    }
    match fields.text("name", NAME) {
        Said::Is(name) => row.member.name = name,
        Said::Nothing => fields.error("name", "empty"),
        Said::Absent => {}
    }
    relation(fields, &mut row.member, is_new);
    document(fields, &mut row, today);
    from_number(fields, &mut row, is_new, today);
    let member = &mut row.member;
    fields
        .code("ethnicity", "ethnicity_gb3304")
        .put(&mut member.ethnicity);
    phone(fields, "phone").put(&mut member.phone);
    fields
        .code("education", "education_export")
        .put(&mut member.education);
    match fields.code("school", "school_status") {
        Said::Is(code) => member.school_status = code,
        // The export leaves the cell of whoever is at no school empty.
        Said::Nothing => member.school_status = "not_student".to_owned(),
        Said::Absent => {}
    }
    match fields.codes("health", "health_status") {
        Said::Is(mut codes) => {
            if codes.len() > 1 && codes.iter().any(|code| code == "healthy") {
                fields.notice("health", "healthy_and_ill");
                codes.retain(|code| code != "healthy");
            }
            codes.sort_unstable();
            let mut known = member.health.clone();
            known.sort_unstable();
            // The order of an export means nothing.
            if known != codes {
                member.health = codes;
            }
        }
        Said::Nothing => member.health = Vec::new(),
        Said::Absent => {}
    }
    fields.code("labor", "labor_skill").put(&mut member.labor);
    fields
        .code("political", "political_status")
        .put(&mut member.political);
    fields
        .code("work_place", "work_place")
        .put(&mut member.work_place);
    fields
        .text("work_company", COMPANY)
        .put(&mut member.work_company);
    months(fields, member);
    insurance(fields, member);
    fields.text("guardian", GUARDIAN).put(&mut member.guardian);
    rules::of_member(fields, member);
    row
}

fn empty((household_id, id): (HouseholdId, MemberId)) -> MemberRow {
    MemberRow {
        member: MemberV1 {
            id,
            household_id,
            number: String::new(),
            name: String::new(),
            id_number_masked: String::new(),
            gender: String::new(),
            birth: String::new(),
            relation: String::new(),
            education: None,
            school_status: "not_student".to_owned(),
            health: Vec::new(),
            labor: None,
            disability_level: None,
            work_place: None,
            work_months: 0,
            id_type: None,
            ethnicity: None,
            political: None,
            disability_category: None,
            work_company: None,
            medins: None,
            pension: None,
            phone: None,
            guardian: None,
            change_type: None,
            changed_on: None,
            active: true,
            version: 0,
            contested: Vec::new(),
        },
        id_number: String::new(),
    }
}

fn relation(fields: &mut Fields<'_>, member: &mut MemberV1, is_new: bool) {
    match fields.code("relation", "relationship_export_crosswalk") {
        Said::Is(code) => member.relation = code,
        Said::Nothing => fields.error("relation", "empty"),
        // The cell holds a word nobody knows, and that was told.
        Said::Absent if is_new => member.relation = "其他".to_owned(),
        Said::Absent => {}
    }
}

/// The kind of document, and what a certificate of disability says itself.
fn document(fields: &mut Fields<'_>, row: &mut MemberRow, today: Date) {
    match fields.code("id_type", "id_doc_type") {
        // The identity card is not mentioned.
        Said::Is(code) if code == "01" => row.member.id_type = None,
        said => said.put(&mut row.member.id_type),
    }
    let own = check_disability(&row.id_number, today).ok();
    if own.is_some() && row.member.id_type.is_none() {
        row.member.id_type = Some(DISABILITY.to_owned());
    }
    let card = fields.number_text("disability_card").option();
    let card = card
        .and_then(|card| check_disability(&card, today).ok())
        .or(own);
    fields
        .code("disability", "disability_category")
        .put(&mut row.member.disability_category);
    fields
        .code("disability_level", "disability_level")
        .put(&mut row.member.disability_level);
    if let Some(card) = card {
        let member = &mut row.member;
        member
            .disability_category
            .get_or_insert(card.category.to_string());
        member
            .disability_level
            .get_or_insert(card.level.to_string());
    }
}

/// Birthday and sex: as the file says, otherwise as the number does.
fn from_number(fields: &mut Fields<'_>, row: &mut MemberRow, is_new: bool, today: Date) {
    let is_card = row.member.id_type.is_none() || row.member.id_type.as_deref() == Some(DISABILITY);
    let told = match check_disability(&row.id_number, today) {
        Ok(card) => Some(card.id),
        Err(_) => match check_id(&row.id_number, today) {
            IdCheck::Valid(facts) => Some(facts),
            IdCheck::Legacy(facts) => {
                fields.notice("id_number", "id_legacy");
                Some(facts)
            }
            IdCheck::Failed(fault) => {
                if is_card && !row.id_number.is_empty() {
                    fields.notice("id_number", id_fault(fault));
                }
                None
            }
        },
    };
    let gender = fields.code("gender", "gender_gb2261_1").option();
    let birth = fields.day("birth").option();
    if let Some(told) = &told {
        if gender
            .as_ref()
            .is_some_and(|code| code != told.gender.code())
        {
            fields.notice("gender", "gender_differs");
        }
        let day = birth.as_deref().and_then(parse_date);
        if day.is_some_and(|day| day != told.birth) {
            fields.notice("birth", "birth_differs");
        }
    }
    let of_number = |told: &domain::identity::IdFacts| told.birth.to_string();
    match (gender, &told) {
        (Some(code), _) => row.member.gender = code,
        (None, Some(told)) => row.member.gender = told.gender.code().to_owned(),
        (None, None) if is_new => row.member.gender = "0".to_owned(),
        (None, None) => {}
    }
    match (birth, &told) {
        (Some(day), _) if parse_date(&day).is_some_and(|day| day > today) => {
            fields.error("birth", "birth_ahead");
        }
        (Some(day), _) => row.member.birth = day,
        (None, Some(told)) => row.member.birth = of_number(told),
        (None, None) if is_new => fields.error("birth", "no_birth"),
        (None, None) => {}
    }
}

fn id_fault(fault: IdFault) -> &'static str {
    match fault {
        IdFault::Length => "id_length",
        IdFault::Characters | IdFault::Disability => "id_characters",
        IdFault::Date | IdFault::Future => "id_date",
        IdFault::Checksum => "id_checksum",
    }
}

fn months(fields: &mut Fields<'_>, member: &mut MemberV1) {
    match fields.amount("work_months") {
        Said::Is(number) if (0.0..=12.0).contains(&number) => {
            // Within twelve.
            member.work_months = number.ceil() as u32;
        }
        Said::Is(_) => fields.notice("work_months", "months_range"),
        Said::Nothing => member.work_months = 0,
        Said::Absent => {}
    }
}

/// Two columns of yes and no, as the one list we keep. What only this county knows, such as
/// insurance elsewhere, is not put out by two noes.
fn insurance(fields: &mut Fields<'_>, member: &mut MemberV1) {
    let resident = fields.flag("med_resident");
    let employee = fields.flag("med_employee");
    let says = |said: &Said<bool>, flag: bool| *said == Said::Is(flag);
    let held =
        |code: &Option<String>| matches!(code.as_deref(), Some("resident" | "employee") | None);
    if says(&employee, true) {
        member.medins = Some("employee".to_owned());
    } else if says(&resident, true) {
        member.medins = Some("resident".to_owned());
    } else if says(&resident, false) && held(&member.medins) {
        member.medins = Some("none".to_owned());
    }
    match fields.flag("pension_resident") {
        Said::Is(true) if member.pension.as_deref() != Some("receiving") => {
            member.pension = Some("resident".to_owned());
        }
        Said::Is(false) if matches!(member.pension.as_deref(), Some("resident") | None) => {
            member.pension = Some("none".to_owned());
        }
        _ => {}
    }
}
