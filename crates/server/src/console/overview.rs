//! The figures a county looks at first, all from counters and small indexes: looking never walks
//! all visits or households, however many there are ([`crate::tally`]).

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use domain::CountyId;

use super::area_figures::{self, Asked, Village};
use super::overview_work::Work;
use super::query::Values;
use super::session::Signed;
use super::views::{AreaFigures, AreaList, AreaRow, Overview, ProblemFigures, TownList, TownName};
use crate::app::Shared;
use crate::change::town_code;
use crate::clock::{date_text, period};
use crate::db::Reader;
use crate::disk::Room;
use crate::error::Error;

#[utoipa::path(get, path = "/v1/console/overview", tag = "console", security(("console" = [])),
    responses((status = 200, body = Overview)))]
pub async fn overview(State(app): State<Shared>, signed: Signed) -> Result<Json<Overview>, Error> {
    let (county, now) = (app.county.id, app.now());
    // A figure for reading: what a float loses of it is less than a page.
    #[allow(clippy::cast_precision_loss)]
    let free_bytes = app.disk.free_bytes().map(|bytes| bytes as f64);
    let room = app.disk.room();
    let overview = app
        .db
        .read(move |reader| {
            let mut overview = read(reader, county, &signed, now)?;
            (overview.room, overview.free_bytes) = (room, free_bytes);
            Ok::<_, Error>(overview)
        })
        .await?;
    Ok(Json(overview))
}

#[utoipa::path(get, path = "/v1/console/overview/{town}", tag = "console",
    security(("console" = [])), params(("town" = String, Path, description = "Nine digits")),
    responses((status = 200, body = AreaList)))]
pub async fn villages(
    State(app): State<Shared>,
    signed: Signed,
    Path(town): Path<String>,
) -> Result<Json<AreaList>, Error> {
    let (county, now) = (app.county.id, app.now());
    let areas = app
        .db
        .read(move |reader| {
            let asked = Asked {
                county,
                signed: &signed,
                town: Some(&town),
                now,
            };
            let villages = area_figures::villages(reader, &asked)?;
            let names = names(reader, county)?;
            let rows = villages.into_iter().map(|(code, village)| AreaRow {
                name: name(&names, &code),
                code,
                figures: village.figures,
            });
            Ok::<_, Error>(rows.collect())
        })
        .await?;
    Ok(Json(AreaList { areas }))
}

#[utoipa::path(get, path = "/v1/console/towns", tag = "console", security(("console" = [])),
    responses((status = 200, body = TownList)))]
pub async fn towns(State(app): State<Shared>, signed: Signed) -> Result<Json<TownList>, Error> {
    let county = app.county.id;
    let towns = app
        .db
        .read(move |reader| {
            let mut values = Values::new(county);
            let scope = signed.scope.clause("h", &mut values);
            let rows = reader.query(
                &format!(
                    "select a.code, a.name from area a
                     where a.county_id = $1 and length(a.code) = 9
                         and exists (select 1 from household h where h.county_id = a.county_id
                             and h.town_code = a.code{scope})
                     order by a.code"
                ),
                values.all(),
            )?;
            let towns = rows.iter().map(|row| {
                Ok(TownName {
                    code: row.text("code")?,
                    name: row.text("name")?,
                })
            });
            towns.collect::<Result<Vec<_>, Error>>()
        })
        .await?;
    Ok(Json(TownList { towns }))
}

fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
    now: i64,
) -> Result<Overview, Error> {
    let asked = Asked {
        county,
        signed,
        town: None,
        now,
    };
    let villages = area_figures::villages(reader, &asked)?;
    let names = names(reader, county)?;
    let (mut whole, mut problems) = (AreaFigures::default(), ProblemFigures::default());
    for village in villages.values() {
        whole.add(&village.figures);
        problems.add(&village.problems);
    }
    let mut work = Work {
        reader,
        county,
        signed,
        now,
    };
    let states = work.states()?;
    let (photos_outstanding, visits_missing_photos) = work.photos()?;
    Ok(Overview {
        date: date_text(now),
        period: period(now),
        figures: whole,
        problems,
        campaigns: work.campaigns()?,
        today: work.today()?,
        batches: work.batches()?,
        phones: work.phones()?,
        returned: states.returned,
        accepted: states.accepted,
        photos_outstanding,
        visits_missing_photos,
        days: work.days()?,
        aside: work.aside()?,
        contested: work.contested()?,
        towns: by_town(&villages, &names),
        room: Room::Enough,
        free_bytes: None,
    })
}

/// Towns in the order of their codes: an overview is no ranking.
fn by_town(villages: &BTreeMap<String, Village>, names: &BTreeMap<String, String>) -> Vec<AreaRow> {
    let mut towns: BTreeMap<&str, AreaFigures> = BTreeMap::new();
    for (code, village) in villages {
        towns
            .entry(town_code(code))
            .or_default()
            .add(&village.figures);
    }
    let rows = towns.into_iter().map(|(code, figures)| AreaRow {
        code: code.to_owned(),
        name: name(names, code),
        figures,
    });
    rows.collect()
}

/// What areas are called, by code.
pub(super) fn names(
    reader: &mut Reader<'_>,
    county: CountyId,
) -> Result<BTreeMap<String, String>, Error> {
    let rows = reader.query(
        "select a.code, a.name from area a where a.county_id = $1",
        &[county.into()],
    )?;
    let pairs = rows
        .iter()
        .map(|row| Ok((row.text("code")?, row.text("name")?)));
    pairs.collect()
}

pub(super) fn name(names: &BTreeMap<String, String>, code: &str) -> String {
    names.get(code).cloned().unwrap_or_else(|| code.to_owned())
}
