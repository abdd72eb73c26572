//! Years of a county's work, written past its doors: a push of a million visits would take longer
//! than everything that is measured. The rows are those the doors write.

use domain::id::{CountyId, PersonId};
use fastrand::Rng;
use protocol::roster::RosterRow;
use server::db::{Db, Tx, Value};

use super::{Options, homes, visits};
use crate::bench::Error;
use crate::bench::pattern::Pattern;
use crate::stage::Stage;

/// Households and visits written in one transaction.
pub(super) const TOGETHER: usize = 500;

/// A village and who works there.
pub(super) struct Village {
    pub code: String,
    pub name: String,
    pub town: String,
    pub captain: PersonId,
}

/// A household while the county is filled.
pub(super) struct Place {
    pub id: domain::id::HouseholdId,
    pub members: Vec<domain::id::MemberId>,
    pub pattern: usize,
    pub village: usize,
    pub helper: PersonId,
    pub visits: u32,
    pub last_ms: i64,
}

/// Rows on their way into one table.
pub(super) struct Rows {
    head: &'static str,
    rows: Vec<Vec<Value>>,
}

impl Rows {
    pub fn of(head: &'static str) -> Self {
        let rows = Vec::new();
        Self { head, rows }
    }

    pub fn add(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }

    fn store(self, tx: &mut Tx<'_>) -> Result<(), server::Error> {
        Ok(tx.insert_many(self.head, self.rows, "")?)
    }
}

/// Writes everything of one transaction.
pub(super) async fn store(db: &Db, tables: Vec<Rows>) -> Result<(), Error> {
    let stored = db
        .write(move |tx| -> Result<(), server::Error> {
            tables.into_iter().try_for_each(|rows| rows.store(tx))
        })
        .await;
    Ok(stored?)
}

/// Fills the county of a stage.
pub(super) async fn fill(
    stage: &Stage,
    options: &Options,
    patterns: &[Pattern],
    rng: &mut Rng,
) -> Result<(), Error> {
    let opened = stage.server.opened();
    let ground = Ground {
        db: opened.db().clone(),
        county: opened.county_id(),
        villages: villages(stage),
        cadres: stage.county.cadres.iter().map(|one| one.id).collect(),
    };
    let mut sequence = last_number(&ground).await?;
    let mut places = homes::plan(&ground, options.households, patterns.len(), rng);
    let plan = visits::plan(&mut places, options.visits, rng);
    homes::store(&ground, &mut places, rng, &mut sequence).await?;
    visits::store(&ground, &places, &plan, patterns, rng, &mut sequence).await?;
    let county = ground.county;
    let numbers = sequence;
    ground
        .db
        .write(move |tx| -> Result<(), server::Error> {
            tx.execute(
                "update county set next_sequence = $2 where county_id = $1",
                &[county.into(), numbers.into()],
            )?;
            // Written past the doors, it is in no counter: the next start counts everything.
            tx.execute(
                "delete from tally_version where county_id = $1",
                &[county.into()],
            )?;
            Ok(())
        })
        .await?;
    Ok(())
}

/// What everything is written for.
pub(super) struct Ground {
    pub db: Db,
    pub county: CountyId,
    pub villages: Vec<Village>,
    pub cadres: Vec<PersonId>,
}

fn villages(stage: &Stage) -> Vec<Village> {
    let captains = &stage.county.captains;
    let areas = stage.county.rows.iter().filter_map(|row| match row {
        RosterRow::Area(area) if area.code.len() == 12 => Some(area),
        _ => None,
    });
    areas
        .zip(captains.iter().cycle())
        .map(|(area, captain)| Village {
            code: area.code.clone(),
            name: area.name.clone(),
            town: area.code.chars().take(9).collect(),
            captain: captain.id,
        })
        .collect()
}

async fn last_number(ground: &Ground) -> Result<i64, Error> {
    let county = ground.county;
    let found: Result<i64, server::Error> = ground
        .db
        .read(move |reader| {
            Ok(reader.count(
                "select next_sequence as n from county where county_id = $1",
                &[county.into()],
            )?)
        })
        .await;
    Ok(found?)
}
