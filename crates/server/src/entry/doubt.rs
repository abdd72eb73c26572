//! ID numbers that do not check, or that two people have: a warning, never an obstacle
//! (DOMAIN §3). Each becomes a data check that somebody looks into.

use domain::id::{CountyId, EntryId, HouseholdId, MemberId};
use domain::ledger::{EntryValue, Values, ledgers};
use protocol::row::MemberV1;

use super::place::{self, Place};
use super::refresh;
use super::save::{New, store};
use crate::clock::date_text;
use crate::db::Tx;
use crate::error::Error;
use crate::params;
use crate::problem::ledger::Clerk;
use crate::{facts, secret};

const LEDGER: &str = "data_check";

/// What is doubtful.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// The number does not check.
    Fails,
    /// Somebody else has it too.
    Twice,
    /// What an entry changed leaves something to be looked over.
    Logic,
}

impl Doubt {
    const fn kind(self) -> &'static str {
        match self {
            Self::Fails => "id_check",
            Self::Twice => "id_twice",
            Self::Logic => "logic",
        }
    }
}

/// Has an ID number looked into that was typed into an entry. Once, while nobody has.
pub(super) fn of_entry(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    entry: EntryId,
    place: &Place,
    values: &Values,
) -> Result<(), Error> {
    let open = tx.count(
        "select count(*) as n from entry
         where county_id = $1 and household_id = $2 and ledger = $3 and kind = $4
             and is_open = 1 and of_id = $5",
        &[
            clerk.county.into(),
            place.household_id.into(),
            LEDGER.into(),
            Doubt::Fails.kind().into(),
            entry.into(),
        ],
    )?;
    // A data check belongs to a household; nowhere else are ID numbers asked for.
    if open > 0 || place.household_id.is_none() {
        return Ok(());
    }
    let name = values.get("name").and_then(EntryValue::text);
    let text = match name {
        Some(name) => format!("填报的证件号码校验不通过：{name}"),
        None => "填报的证件号码校验不通过".to_owned(),
    };
    let of = (Some(entry), None);
    raise(tx, clerk, place.clone(), of, (Doubt::Fails, text))
}

/// Has a member's data looked into. Once, while nobody has.
pub(crate) fn of_member(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    household: HouseholdId,
    member: MemberId,
    (doubt, text): (Doubt, &str),
) -> Result<(), Error> {
    let open = tx.count(
        "select count(*) as n from entry
         where county_id = $1 and member_id = $2 and ledger = $3 and kind = $4 and is_open = 1",
        &[
            clerk.county.into(),
            member.into(),
            LEDGER.into(),
            doubt.kind().into(),
        ],
    )?;
    if open > 0 {
        return Ok(());
    }
    let Some(place) = place::household(tx, clerk.county, household)? else {
        return Ok(());
    };
    let of = (None, Some(member));
    raise(tx, clerk, place, of, (doubt, text.to_owned()))
}

/// Has it looked into that a member's number does not check, or is another's too.
pub(crate) fn of_number(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    (household, member): (HouseholdId, MemberId),
    (number, fails): (&str, bool),
) -> Result<(), Error> {
    if fails {
        let doubt = (Doubt::Fails, "证件号码校验不通过");
        of_member(tx, clerk, household, member, doubt)?;
    }
    if !number.is_empty() && is_used_by_another(tx, clerk.county, member, number)? {
        let doubt = (Doubt::Twice, "证件号码与另一成员重复");
        of_member(tx, clerk, household, member, doubt)?;
    }
    Ok(())
}

fn is_used_by_another(
    tx: &mut Tx<'_>,
    county: CountyId,
    member: MemberId,
    number: &str,
) -> Result<bool, Error> {
    let others = tx.query(
        "select member_id from member
         where county_id = $1 and id_number = $2 and id_number <> '' and member_id <> $3
         limit 10",
        &[county.into(), number.into(), member.into()],
    )?;
    for row in others {
        let other = facts::load::<MemberV1>(tx, county, &row.text("member_id")?)?;
        // Whoever left one household for another is in both, and gone from the first.
        if other.is_some_and(|other| other.active) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn raise(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    place: Place,
    (of_id, member): (Option<EntryId>, Option<MemberId>),
    (doubt, text): (Doubt, String),
) -> Result<(), Error> {
    let ledger = ledgers().find(LEDGER);
    let new = New {
        id: EntryId::from_uuid(secret::id(clerk.now)?),
        ledger: ledger.ok_or(Error::Stored { what: "a ledger" })?,
        place,
        author: clerk.by,
        of_id,
        member,
    };
    let mut values = Values::from([
        ("kind".to_owned(), text_value(doubt.kind())),
        ("found_on".to_owned(), text_value(&date_text(clerk.now))),
        ("text".to_owned(), EntryValue::Text(text)),
    ]);
    if let Some(member) = member {
        values.insert("member".to_owned(), text_value(&member.to_string()));
    }
    let params = params::at(tx, clerk.county, clerk.now)?;
    store(tx, clerk, &new, &values, &params)?;
    refresh(tx, clerk.county, new.id)
}

fn text_value(text: &str) -> EntryValue {
    EntryValue::Text(text.to_owned())
}

/// Looks at the members that were here before there were data checks. Once: with the first data
/// check it is done.
pub(crate) fn catch_up(tx: &mut Tx<'_>, county: CountyId, now: i64) -> Result<(), Error> {
    let begun = tx.first(
        "select entry_id from entry where county_id = $1 and ledger = $2 limit 1",
        &[county.into(), LEDGER.into()],
    )?;
    if begun.is_some() {
        return Ok(());
    }
    let clerk = Clerk {
        county,
        by: None,
        now,
    };
    let failing = tx.query(
        "select member_id, household_id from member
         where county_id = $1 and id_check = 'fail' and id_number <> '' order by member_id",
        &[county.into()],
    )?;
    for row in failing {
        let (household, member) = (row.id("household_id")?, row.id("member_id")?);
        of_number(tx, clerk, (household, member), ("", true))?;
    }
    Ok(())
}
