//! Units that help villages 帮扶单位 (DOMAIN §1 S0, S1, S4): who they are, whose head answers for it,
//! and which villages they help from when to when. Whom a unit sent is said where it always was, in
//! a person's `unit`: whoever names a unit of the list belongs to it ([`people`]).

mod end;
pub(crate) mod people;

pub(crate) use end::{Ending, Fate, end};

use axum::http::StatusCode;
use domain::checklist::builtin;
use domain::id::CountyId;
use domain::identity::{Phone, check_phone};
use domain::time::parse_date;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::history::{self, Field};
use crate::problem::follow;
use crate::problem::ledger::Clerk;

/// The kind of a unit's steps in [`history`].
pub(crate) const UNIT: &str = "helping_unit";

/// Villages of one unit, those of former years too: more is a slip.
const MAX_VILLAGES: usize = 300;
/// Characters in a name.
const MAX_NAME: usize = 100;

/// A village a unit helps, both days included.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Helped {
    pub village_code: String,
    pub from: String,
    pub to: Option<String>,
}

impl Helped {
    /// Whether it is in force on the day, or will be.
    pub fn reaches(&self, day: &str) -> bool {
        self.to.as_deref().is_none_or(|to| day <= to)
    }
}

/// What is written of a unit.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    pub name: String,
    pub level: String,
    pub kind: String,
    pub class: Option<String>,
    pub head_name: String,
    pub head_phone: String,
    pub villages: Vec<Helped>,
}

impl Facts {
    fn tidy(mut self) -> Self {
        for text in [&mut self.name, &mut self.head_name, &mut self.head_phone] {
            *text = text.trim().to_owned();
        }
        self.class = self.class.filter(|class| !class.is_empty());
        for one in &mut self.villages {
            one.to = one.to.take().filter(|to| !to.is_empty());
        }
        self.villages.sort();
        self.villages.dedup();
        self
    }
}

/// A unit as the county has it.
pub(crate) struct Stored {
    pub facts: Facts,
    pub ended_on: Option<String>,
    pub end_reason: Option<String>,
}

pub(crate) fn load(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
) -> Result<Option<Stored>, Error> {
    let row = reader.first(
        "select name, level, kind, class, head_name, head_phone, ended_on, end_reason
         from helping_unit where county_id = $1 and helping_unit_id = $2",
        &[county.into(), id.into()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let villages = reader.query(
        "select village_code, starts, ends from helping_unit_village
         where county_id = $1 and helping_unit_id = $2 order by village_code, starts",
        &[county.into(), id.into()],
    )?;
    let villages = villages.iter().map(|row| {
        Ok(Helped {
            village_code: row.text("village_code")?,
            from: row.text("starts")?,
            to: row.optional_text("ends")?,
        })
    });
    let facts = Facts {
        name: row.text("name")?,
        level: row.text("level")?,
        kind: row.text("kind")?,
        class: row.optional_text("class")?,
        head_name: row.text("head_name")?,
        head_phone: row.text("head_phone")?,
        villages: villages.collect::<Result<_, Error>>()?,
    };
    Ok(Some(Stored {
        facts: facts.tidy(),
        ended_on: row.optional_text("ended_on")?,
        end_reason: row.optional_text("end_reason")?,
    }))
}

/// A unit that is still there.
fn current(reader: &mut Reader<'_>, county: CountyId, id: &str) -> Result<Stored, Error> {
    let stands = load(reader, county, id)?.ok_or_else(Error::not_found)?;
    if stands.ended_on.is_some() {
        return Err(Error::refused(StatusCode::CONFLICT, "unit_ended"));
    }
    Ok(stands)
}

/// Writes a unit: a new one where nothing was seen. Its people take a new name with it.
///
/// # Errors
/// `stale` when something else stands than what was seen; `unit_ended`, `unit_name_taken`, and what is
/// wrong with a field.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: &str,
    seen: Option<Facts>,
    wanted: Facts,
) -> Result<(), Error> {
    let Clerk { county, by, now } = clerk;
    let before = match seen {
        Some(seen) => {
            let stands = current(tx, county, id)?.facts;
            if stands != seen.tidy() {
                return Err(Error::refused(StatusCode::CONFLICT, "stale"));
            }
            Some(stands)
        }
        None => None,
    };
    let wanted = checked(tx, county, id, wanted.tidy())?;
    if before.as_ref() == Some(&wanted) {
        return Ok(());
    }
    write(tx, county, id, &wanted)?;
    if let Some(before) = &before
        && before.name != wanted.name
    {
        let names = (before.name.as_str(), wanted.name.as_str());
        people::move_all(tx, clerk, names.0, names.1)?;
        follow::cooperating(tx, county, None, names)?;
    }
    note(tx, clerk, id, before.as_ref(), &wanted)?;
    let action = if before.is_some() {
        "helping_unit_changed"
    } else {
        "helping_unit_made"
    };
    audit(tx, county, now, by, action, id)
}

fn write(tx: &mut Tx<'_>, county: CountyId, id: &str, facts: &Facts) -> Result<(), Error> {
    tx.execute(
        "insert into helping_unit (county_id, helping_unit_id, name, level, kind, class, head_name,
             head_phone)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (county_id, helping_unit_id) do update set name = excluded.name,
             level = excluded.level, kind = excluded.kind, class = excluded.class,
             head_name = excluded.head_name, head_phone = excluded.head_phone",
        &[
            county.into(),
            id.into(),
            (&facts.name).into(),
            (&facts.level).into(),
            (&facts.kind).into(),
            facts.class.clone().into(),
            (&facts.head_name).into(),
            (&facts.head_phone).into(),
        ],
    )?;
    tx.execute(
        "delete from helping_unit_village where county_id = $1 and helping_unit_id = $2",
        &[county.into(), id.into()],
    )?;
    for one in &facts.villages {
        tx.execute(
            "insert into helping_unit_village (county_id, helping_unit_id, village_code, starts,
                 ends)
             values ($1, $2, $3, $4, $5)",
            &[
                county.into(),
                id.into(),
                (&one.village_code).into(),
                (&one.from).into(),
                one.to.clone().into(),
            ],
        )?;
    }
    Ok(())
}

fn checked(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
    mut facts: Facts,
) -> Result<Facts, Error> {
    for (text, field) in [(&facts.name, "name"), (&facts.head_name, "head_name")] {
        if text.chars().count() > MAX_NAME {
            return Err(Error::bad("too_long", field));
        }
    }
    if facts.name.is_empty() {
        return Err(Error::bad("empty", "name"));
    }
    let taken = reader.count(
        "select count(*) as n from helping_unit
         where county_id = $1 and name = $2 and helping_unit_id <> $3 and ended_on is null",
        &[county.into(), (&facts.name).into(), id.into()],
    )?;
    if taken > 0 {
        return Err(Error::bad("unit_name_taken", "name"));
    }
    let codes = &builtin().1;
    for (list, code, field) in [
        ("unit_level", Some(&facts.level), "level"),
        ("unit_type", Some(&facts.kind), "kind"),
        ("enterprise_class_quota", facts.class.as_ref(), "class"),
    ] {
        if code.is_some_and(|code| codes.find(list, code).is_none()) {
            return Err(Error::bad("unknown_option", field));
        }
    }
    if facts.class.is_some() && !is_enterprise(&facts.kind) {
        return Err(Error::bad("not_an_enterprise", "class"));
    }
    if !facts.head_phone.is_empty() {
        facts.head_phone = match check_phone(&facts.head_phone) {
            Some(Phone::Mobile(number) | Phone::Landline(number)) => number,
            None => return Err(Error::bad("not_a_phone", "head_phone")),
        };
    }
    check_villages(reader, county, &facts.villages)?;
    Ok(facts)
}

/// Whether a unit of this type has an enterprise class.
pub(crate) fn is_enterprise(kind: &str) -> bool {
    matches!(kind, "soe" | "private")
}

fn check_villages(
    reader: &mut Reader<'_>,
    county: CountyId,
    villages: &[Helped],
) -> Result<(), Error> {
    if villages.len() > MAX_VILLAGES {
        return Err(Error::bad("too_many", "villages"));
    }
    for (place, one) in villages.iter().enumerate() {
        let field = || format!("villages[{place}]");
        let known = reader.count(
            "select count(*) as n from area
             where county_id = $1 and code = $2 and length(code) = 12",
            &[county.into(), (&one.village_code).into()],
        )?;
        if known == 0 {
            return Err(Error::bad("unknown_area", field()));
        }
        let days = [Some(&one.from), one.to.as_ref()];
        if days
            .into_iter()
            .flatten()
            .any(|day| parse_date(day).is_none())
        {
            return Err(Error::bad("not_a_date", field()));
        }
        if one.to.as_ref().is_some_and(|to| *to < one.from) {
            return Err(Error::bad("before_the_start", field()));
        }
        // Sorted by village and first day: only neighbours can share a day.
        let before = place.checked_sub(1).and_then(|at| villages.get(at));
        if before.is_some_and(|before| {
            before.village_code == one.village_code && before.reaches(&one.from)
        }) {
            return Err(Error::bad("repeated", field()));
        }
    }
    Ok(())
}

fn note(
    tx: &mut Tx<'_>,
    clerk: Clerk,
    id: &str,
    before: Option<&Facts>,
    after: &Facts,
) -> Result<(), Error> {
    let fields: [Field<Facts>; 7] = [
        ("name", |facts| json!(facts.name)),
        ("level", |facts| json!(facts.level)),
        ("kind", |facts| json!(facts.kind)),
        ("class", |facts| json!(facts.class)),
        ("head_name", |facts| json!(facts.head_name)),
        ("head_phone", |facts| json!(facts.head_phone)),
        ("villages", |facts| json!(facts.villages)),
    ];
    let (at, who) = ((UNIT, id), (clerk.by, clerk.now));
    history::note_fields(tx, clerk.county, at, who, (before, after), &fields)
}
