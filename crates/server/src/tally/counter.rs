//! Differences, added up before they are written: one row per counter and transaction step.

use std::collections::BTreeMap;

use domain::id::CountyId;

use crate::change::town_code;
use crate::db::{Tx, Value};
use crate::error::Error;

/// A table of counters.
pub(super) struct Table {
    /// `insert into … (county_id, <key>, town_code, n)`.
    head: &'static str,
    /// Adds to a counter that is there.
    tail: &'static str,
}

pub(super) const HOMES: Table = Table {
    head: "insert into tally_home (county_id, area_code, home_group, month, asked, approved,
        town_code, n)",
    tail: "on conflict (county_id, area_code, home_group, month, asked, approved)
        do update set n = tally_home.n + excluded.n",
};

pub(super) const VISITS: Table = Table {
    head: "insert into tally_visit (county_id, area_code, figure, part, town_code, n)",
    tail: "on conflict (county_id, figure, part, area_code)
        do update set n = tally_visit.n + excluded.n",
};

/// Its key holds numbers: they are written as such.
pub(super) const CAMPAIGNS: Table = Table {
    head: "insert into tally_campaign (county_id, area_code, campaign_id, added, stage,
        town_code, n)",
    tail: "on conflict (county_id, campaign_id, area_code, added, stage)
        do update set n = tally_campaign.n + excluded.n",
};

/// A part of a counter's key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Text(String),
    Number(i64),
}

impl From<Part> for Value {
    fn from(part: Part) -> Self {
        match part {
            Part::Text(text) => text.into(),
            Part::Number(number) => number.into(),
        }
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// What counters of one table gain and lose, by village and the rest of their key.
#[derive(Default)]
pub(super) struct Deltas(BTreeMap<(String, Vec<Part>), i64>);

impl Deltas {
    pub(super) fn add(&mut self, area_code: &str, key: Vec<Part>, n: i64) {
        *self.0.entry((area_code.to_owned(), key)).or_default() += n;
    }

    pub(super) fn store(
        self,
        tx: &mut Tx<'_>,
        county: CountyId,
        table: &Table,
    ) -> Result<(), Error> {
        let rows = self.0.into_iter().filter(|(_, n)| *n != 0);
        let rows = rows.map(|((area, key), n)| {
            let town = town_code(&area).to_owned();
            let mut row: Vec<Value> = vec![county.into(), area.into()];
            row.extend(key.into_iter().map(Value::from));
            row.extend([town.into(), n.into()]);
            row
        });
        Ok(tx.insert_many(table.head, rows.collect(), table.tail)?)
    }
}
