//! The villages a person sees, with how many households each has.

use axum::Json;
use axum::extract::State;
use domain::id::CountyId;

use super::session::Signed;
use super::views::{VillageList, VillageName};
use crate::app::Shared;
use crate::db::Reader;
use crate::error::Error;

#[utoipa::path(get, path = "/v1/console/villages", tag = "console", security(("console" = [])),
    responses((status = 200, body = VillageList)))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<VillageList>, Error> {
    let county = app.county.id;
    let villages = app
        .db
        .read(move |reader| read(reader, county, &signed))
        .await?;
    Ok(Json(VillageList { villages }))
}

/// In the order of their codes.
pub(super) fn read(
    reader: &mut Reader<'_>,
    county: CountyId,
    signed: &Signed,
) -> Result<Vec<VillageName>, Error> {
    let rows = reader.query(
        "select a.code, a.name, t.name as town,
             (select count(*) from household h
              where h.county_id = a.county_id and h.area_code = a.code) as n
         from area a
         left join area t on t.county_id = a.county_id and t.code = substr(a.code, 1, 9)
         where a.county_id = $1 and length(a.code) = 12 order by a.code",
        &[county.into()],
    )?;
    let mut all = Vec::with_capacity(rows.len());
    for row in &rows {
        let code = row.text("code")?;
        if signed.scope.sees_village(&code) {
            all.push(VillageName {
                code,
                town: row.optional_text("town")?.unwrap_or_default(),
                name: row.text("name")?,
                households: row.count("n")?,
            });
        }
    }
    Ok(all)
}
