//! Units that help villages as rows of a list and as a page.

use domain::checklist::builtin;
use domain::id::CountyId;
use domain::mask;

use super::labels::labelled;
use super::person_page::area;
use super::query::{PAGE, Values, anywhere, cut, limit};
use super::step_words::{self, Place};
use super::views::{
    HelpedVillage, HelpingUnitCard, HelpingUnitFacts, HelpingUnitPage, HelpingUnitPerson,
    HelpingUnitSearch,
};
use crate::clock::date_text;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::helping_unit::{self, UNIT};
use crate::history;

/// $2 is today.
const SELECT: &str = "
    select u.helping_unit_id, u.name, u.level, u.kind, u.class, u.head_name, u.head_phone,
        u.ended_on,
        (select count(*) from person p where p.county_id = u.county_id and p.unit = u.name
            and p.ended_on is null and u.ended_on is null) as people,
        (select count(distinct v.village_code) from helping_unit_village v
            where v.county_id = u.county_id and v.helping_unit_id = u.helping_unit_id
                and v.starts <= $2 and (v.ends is null or v.ends >= $2)) as villages,
        (select count(distinct a.household_id) from person p
            join assignment a on a.county_id = p.county_id and a.person_id = p.person_id
                and a.active = 1 and a.kind = 'primary'
            where p.county_id = u.county_id and p.unit = u.name and p.ended_on is null
                and u.ended_on is null) as households
    from helping_unit u where u.county_id = $1";

/// A page of the list, the key of its last row, and how many there are.
pub(super) fn rows(
    reader: &mut Reader<'_>,
    county: CountyId,
    asked: &HelpingUnitSearch,
    now: i64,
) -> Result<(Vec<HelpingUnitCard>, Option<String>, u32), Error> {
    let mut values = Values::new(county);
    values.add(date_text(now));
    let mut filter = String::new();
    let some = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    if let Some(text) = some(&asked.text) {
        let like = values.add(anywhere(&text));
        filter.push_str(&format!(" and lower(u.name) like {like} escape '!'"));
    }
    for (column, code) in [("level", &asked.level), ("kind", &asked.kind)] {
        if let Some(code) = some(code) {
            let code = values.add(code);
            filter.push_str(&format!(" and u.{column} = {code}"));
        }
    }
    match asked.state.as_deref() {
        Some("current") => filter.push_str(" and u.ended_on is null"),
        Some("ended") => filter.push_str(" and u.ended_on is not null"),
        _ => {}
    }
    // PostgreSQL wants each value used: today stands in both.
    let total = reader.count(
        &format!(
            "select count(*) as n from helping_unit u
             where u.county_id = $1 and cast($2 as text) is not null{filter}"
        ),
        values.all(),
    )?;
    let last = match &asked.after {
        Some(after) => reader.first(
            "select name from helping_unit where county_id = $1 and helping_unit_id = $2",
            &[county.into(), after.into()],
        )?,
        None => None,
    };
    if let (Some(last), Some(id)) = (last, &asked.after) {
        let (name, id) = (values.add(last.text("name")?), values.add(id));
        filter.push_str(&format!(
            " and (u.name, u.helping_unit_id) > ({name}, {id})"
        ));
    }
    let limit = limit(&mut values);
    let sql = format!("{SELECT}{filter} order by u.name, u.helping_unit_id limit {limit}");
    let mut units = reader
        .query(&sql, values.all())?
        .iter()
        .map(card)
        .collect::<Result<Vec<_>, Error>>()?;
    let next = cut(&mut units, |unit| unit.helping_unit_id.clone());
    Ok((units, next, u32::try_from(total).unwrap_or(u32::MAX)))
}

fn card(row: &Row) -> Result<HelpingUnitCard, Error> {
    let class = row.optional_text("class")?;
    let quota = class.as_deref().and_then(|code| {
        let found = builtin().1.find("enterprise_class_quota", code);
        found.and_then(|class| class.min_households)
    });
    Ok(HelpingUnitCard {
        helping_unit_id: row.text("helping_unit_id")?,
        name: row.text("name")?,
        level: labelled("unit_level", &row.text("level")?),
        kind: labelled("unit_type", &row.text("kind")?),
        class: class.map(|code| labelled("enterprise_class_quota", &code)),
        head_name: row.text("head_name")?,
        head_phone: mask::phone(&row.text("head_phone")?),
        people: row.count("people")?,
        villages: row.count("villages")?,
        households: row.count("households")?,
        quota,
        ended_on: row.optional_text("ended_on")?,
    })
}

pub(super) fn page_of(
    reader: &mut Reader<'_>,
    county: CountyId,
    id: &str,
    may_edit: bool,
    now: i64,
) -> Result<HelpingUnitPage, Error> {
    let stored = helping_unit::load(reader, county, id)?.ok_or_else(Error::not_found)?;
    let today = date_text(now);
    let row = reader.first(
        &format!("{SELECT} and u.helping_unit_id = $3"),
        &[county.into(), (&today).into(), id.into()],
    )?;
    let unit = card(&row.ok_or_else(Error::not_found)?)?;
    let (people, more_people) = match unit.ended_on {
        None => people(reader, county, &unit.name)?,
        Some(_) => (Vec::new(), false),
    };
    let facts = stored.facts;
    let names = facts.villages.iter();
    let names = names.map(|one| area(reader, county, &one.village_code));
    let village_names = names.collect::<Result<_, Error>>()?;
    let steps = history::of(reader, county, UNIT, id)?;
    Ok(HelpingUnitPage {
        unit,
        village_names,
        facts: HelpingUnitFacts {
            name: facts.name,
            level: facts.level,
            kind: facts.kind,
            class: facts.class,
            head_name: facts.head_name,
            head_phone: if may_edit {
                facts.head_phone
            } else {
                mask::phone(&facts.head_phone)
            },
            villages: facts
                .villages
                .into_iter()
                .map(|one| HelpedVillage {
                    village_code: one.village_code,
                    from: one.from,
                    to: one.to,
                })
                .collect(),
        },
        people,
        more_people,
        end_reason: stored.end_reason,
        history: step_words::rows(reader, county, Place::HelpingUnit, "", steps)?,
        today,
        may_edit: may_edit && stored.ended_on.is_none(),
    })
}

/// The first of its people by name, and whether there are more.
fn people(
    reader: &mut Reader<'_>,
    county: CountyId,
    name: &str,
) -> Result<(Vec<HelpingUnitPerson>, bool), Error> {
    let mut values = Values::new(county);
    values.add(name);
    let limit = limit(&mut values);
    let rows = reader.query(
        &format!(
            "select p.person_id, p.name, (select count(*) from assignment a
                 where a.county_id = p.county_id and a.person_id = p.person_id and a.active = 1
                     and a.kind = 'primary') as households
             from person p where p.county_id = $1 and p.unit = $2 and p.ended_on is null
             order by p.name, p.person_id limit {limit}"
        ),
        values.all(),
    )?;
    let people = rows.iter().take(PAGE).map(|row| {
        Ok(HelpingUnitPerson {
            person_id: row.text("person_id")?,
            name: row.text("name")?,
            households: row.count("households")?,
        })
    });
    Ok((people.collect::<Result<_, Error>>()?, rows.len() > PAGE))
}
