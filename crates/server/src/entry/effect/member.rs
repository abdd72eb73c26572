//! A confirmed change of members: whoever is gone is no longer active, whoever came is a member.

use domain::checklist::builtin;
use domain::id::{HouseholdId, MemberId};
use domain::identity::{IdCheck, check_id};
use domain::mask;
use domain::time::{Date, Timestamp, parse_date};
use protocol::row::MemberV1;

use super::{text, unfit};
use crate::change::Stop;
use crate::county::audit;
use crate::db::Tx;
use crate::entry::{Current, doubt, roster};
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::{facts, secret};

/// From this age on a child goes to school (义务教育).
const SCHOOL_AGE: i16 = 6;
/// From this age on nobody is assumed to.
const GROWN: i16 = 16;

pub(super) fn take(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    household: HouseholdId,
) -> Result<(), Stop> {
    match entry.text("kind").unwrap_or_default() {
        "birth" | "marry_in" | "move_in" | "missed" => come(tx, clerk, entry, household),
        // 参军保留: he is away and stays a member.
        "enlist" => Ok(()),
        _ => gone(tx, clerk, entry, household),
    }
}

fn gone(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    household: HouseholdId,
) -> Result<(), Stop> {
    let id = entry.text("member").unwrap_or_default();
    let row = facts::load::<MemberV1>(tx, clerk.county, id)?;
    let row = row.filter(|row| row.household_id == household);
    let mut row = row.ok_or_else(|| unfit("unknown_member", "member"))?;
    if !row.active {
        return Err(unfit("already_gone", "member"));
    }
    roster::note_member(tx, clerk.county, &row, roster::ACTIVE, entry.id)?;
    row.active = false;
    row.change_type = entry.text("kind").map(str::to_owned);
    row.changed_on = entry.text("on").map(str::to_owned);
    tx.execute(
        "update member set active = 0 where county_id = $1 and member_id = $2",
        &[clerk.county.into(), row.id.into()],
    )?;
    facts::write(tx, clerk.county, row)?;
    Ok(audit(
        tx,
        clerk.county,
        clerk.now,
        clerk.by,
        "member_gone",
        id,
    )?)
}

fn come(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    household: HouseholdId,
) -> Result<(), Stop> {
    let county = clerk.county;
    let today = Timestamp::from_ms(clerk.now).shanghai_date();
    let word = |field: &str| text(&entry.values, field).unwrap_or_default().to_owned();
    let (id_number, birth, relation) = (word("id_number"), word("birth"), word("relation"));
    let label = builtin()
        .1
        .find("relationship_export_crosswalk", &relation)
        .map_or(relation.clone(), |option| option.zh.clone());
    let id_check = match check_id(&id_number, today) {
        // Nobody typed one: there is nothing to doubt.
        _ if id_number.is_empty() => "ok",
        IdCheck::Valid(_) | IdCheck::Legacy(_) => "ok",
        IdCheck::Failed(_) => "fail",
    };
    let id = MemberId::from_uuid(secret::id(clerk.now)?);
    let row = MemberV1 {
        id,
        household_id: household,
        // The national system gives it one; the roster brings it.
        number: String::new(),
        name: word("name"),
        id_number_masked: mask::id_number(&id_number),
        gender: word("gender"),
        school_status: school_status(&birth, today).to_owned(),
        birth,
        relation: label,
        education: None,
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
        change_type: Some(word("kind")),
        changed_on: Some(word("on")).filter(|day| !day.is_empty()),
        active: true,
        version: 0,
        contested: Vec::new(),
    };
    tx.execute(
        "insert into member (county_id, member_id, household_id, number, id_number, id_check,
             entry_id)
         values ($1, $2, $3, '', $4, $5, $6)",
        &[
            county.into(),
            id.into(),
            household.into(),
            (&id_number).into(),
            id_check.into(),
            entry.id.into(),
        ],
    )?;
    facts::write(tx, county, row)?;
    // That it does not check was noted when it was typed.
    doubt::of_number(tx, clerk, (household, id), (&id_number, false))?;
    let id = id.to_string();
    Ok(audit(tx, county, clerk.now, clerk.by, "member_came", &id)?)
}

/// What is plain from the age alone; of a child of school age somebody must say which class.
fn school_status(birth: &str, today: Date) -> &'static str {
    let Some(birth) = parse_date(birth) else {
        return "";
    };
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    let age = today.year() - birth.year() - i16::from(!had_birthday);
    if age < SCHOOL_AGE {
        "pre_age"
    } else if age < GROWN {
        ""
    } else {
        "not_student"
    }
}

/// Moves a member to another household, with what is contested of it.
pub(super) fn moved(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: &Current,
    mut row: MemberV1,
    to: HouseholdId,
) -> Result<(), Error> {
    let (county, from, id) = (clerk.county, row.household_id, row.id.to_string());
    roster::note_member(tx, county, &row, roster::HOME, entry.id)?;
    tx.execute(
        "update member set household_id = $3 where county_id = $1 and member_id = $2",
        &[county.into(), row.id.into(), to.into()],
    )?;
    tx.execute(
        "update contest set household_id = $3
         where county_id = $1 and kind = 'member' and record_id = $2",
        &[county.into(), row.id.into(), to.into()],
    )?;
    row.household_id = to;
    facts::write(tx, county, row)?;
    facts::count(tx, county, from)?;
    audit(tx, county, clerk.now, clerk.by, "member_moved", &id)
}

#[cfg(test)]
mod tests {
    use domain::time::parse_date;

    use super::school_status;

    #[test]
    fn only_what_the_age_alone_says_is_said_of_school() {
        let today = parse_date("2026-11-22").unwrap();
        for (birth, status) in [
            ("2026-11-01", "pre_age"),
            ("2020-11-23", "pre_age"),
            ("2020-11-22", ""),
            ("2010-11-23", ""),
            ("2010-11-22", "not_student"),
            ("", ""),
        ] {
            assert_eq!(school_status(birth, today), status, "{birth}");
        }
    }
}
