//! The county's parameters: each value begins on a day, and none is ever taken back.

use domain::campaign::Group;
use domain::checklist::builtin;
use domain::codes::{ALWAYS, Dated, ParamValue, Params};
use domain::id::{CountyId, PersonId};
use domain::task::{self, Plan, Rules};
use domain::time::{Date, Timestamp, parse_date};
use protocol::row::{ParamsV1, kind};
use protocol::rules::{param, param_json};

use crate::county::{audit, next_sequence};
use crate::db::{Reader, Tx};
use crate::error::Error;
use crate::keys::Live;
use crate::{bundles, feed};

/// The monitoring line of made-up counties (云南 2025); every other sets its own.
const DEMO_LINE_YUAN: i64 = 8700;

/// All values of this county over the defaults.
pub fn dated(reader: &mut Reader<'_>, county: CountyId) -> Result<Dated, Error> {
    let rows = reader.query(
        "select name, starts, json from param_value where county_id = $1
         order by name, starts, sequence",
        &[county.into()],
    )?;
    let mut dated = Dated::steady(builtin().1.default_params().clone());
    for row in rows {
        let value = param(&row.json::<serde_json::Value>("json")?);
        if let (Some(from), Some(value)) = (parse_date(&row.text("starts")?), value) {
            dated.add(&row.text("name")?, from, value);
        }
    }
    Ok(dated)
}

/// What is in force at a moment.
pub fn at(reader: &mut Reader<'_>, county: CountyId, now: i64) -> Result<Params, Error> {
    Ok(dated(reader, county)?.on(Timestamp::from_ms(now).shanghai_date()))
}

/// Which visits are asked for on a day, of each group that any are asked of.
pub fn visits_asked(
    reader: &mut Reader<'_>,
    county: CountyId,
    day: Date,
) -> Result<Vec<(Group, Plan)>, Error> {
    let dated = dated(reader, county)?;
    let plans = Group::ALL.map(|group| {
        let plan = task::visits(day, |on| Rules::of(&dated.on(on), group));
        (group, plan)
    });
    Ok(plans
        .into_iter()
        .filter(|(_, plan)| !plan.is_empty())
        .collect())
}

/// A value to be added.
pub struct New<'a> {
    pub key: &'a str,
    pub from: Date,
    pub value: ParamValue,
    /// The legal basis, in words.
    pub basis: &'a str,
}

/// Adds a value, with a line in the audit log.
pub fn add(
    tx: &mut Tx<'_>,
    county: CountyId,
    by: Option<PersonId>,
    new: &New<'_>,
    now: i64,
) -> Result<(), Error> {
    let New {
        key,
        from,
        value,
        basis,
    } = new;
    let json = param_json(value).to_string();
    let sequence = next_sequence(tx, county)?;
    tx.execute(
        "insert into param_value (county_id, name, starts, sequence, json, basis, set_ms, set_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            county.into(),
            (*key).into(),
            from.to_string().into(),
            sequence.into(),
            (&json).into(),
            (*basis).into(),
            now.into(),
            by.into(),
        ],
    )?;
    let what = match value {
        ParamValue::Number(number) => format!("{key} {number}"),
        ParamValue::Text(text) => format!("{key} {text}"),
    };
    let what = if *from == Timestamp::from_ms(now).shanghai_date() || *from == ALWAYS {
        what
    } else {
        format!("{what} {from}")
    };
    audit(tx, county, now, by, "param_set", &what)
}

/// What a made-up county starts with.
pub fn demonstrate(tx: &mut Tx<'_>, county: CountyId) -> Result<(), Error> {
    tx.execute(
        "insert into param_value (county_id, name, starts, sequence, json, basis, set_ms)
         values ($1, 'monitor_line_yuan', $2, 0, $3, '', 0)
         on conflict (county_id, name, starts, sequence) do nothing",
        &[
            county.into(),
            ALWAYS.to_string().into(),
            DEMO_LINE_YUAN.to_string().into(),
        ],
    )?;
    Ok(())
}

/// Shows the parameters to every phone, if they are not what it was told last.
pub fn tell(tx: &mut Tx<'_>, id: CountyId, live: &Live, now: i64) -> Result<(), Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let mut params = ParamsV1::of(&dated(tx, id)?, today);
    params.bundle_key = Some(bundles::key::current(tx, id, live, now)?);
    if feed::put(tx, id, kind::PARAMS, &id.to_string(), &params)? {
        feed::publish_params(tx, id)?;
    }
    Ok(())
}
