//! How far the visits of the half-year and of running campaigns are in a captain's villages.

use std::collections::HashSet;

use domain::id::HouseholdId;
use domain::task::{Cadence, Period};
use domain::time::{Timestamp, days_between};
use store::standing::{self, Found};
use store::{Connection, campaign};

use super::led;
use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::CallError;
use crate::households;
use crate::tasks::{self, Plans};
use crate::views::team as view;

/// Households of a list; longer ones are for the console.
const SHOWN: usize = 500;

impl App {
    pub(crate) async fn covered(
        &self,
        wanted: view::CoverageQuery,
    ) -> Result<view::CoverageList, CallError> {
        self.look(move |desk| desk.read(|conn| list(desk, conn, wanted.part)))
            .await
    }
}

/// The villages' households to be visited this half-year, each with where it stands.
struct Owed {
    half: Period,
    plans: Plans,
    all: Vec<Found>,
    approved: HashSet<HouseholdId>,
}

impl Owed {
    fn load(desk: &Desk, conn: &Connection, villages: &[&str]) -> Result<Self, CallError> {
        let plans = Plans::load(desk, conn)?;
        let half = Cadence::HalfYear.period(plans.today);
        let mut all = standing::all(conn, &plans.today.to_string())?;
        all.retain(|found| villages.contains(&found.row.area_code.as_str()));
        let since = Timestamp::shanghai_midnight(half.start).as_ms();
        let approved = campaign::approved_since(conn, since)?;
        Ok(Self {
            half,
            plans,
            all,
            approved: approved
                .into_iter()
                .map(|visit| visit.household_id)
                .collect(),
        })
    }

    fn period(&self) -> String {
        let half = if self.half.start.month() == 1 { 1 } else { 2 };
        format!("{}-H{half}", self.half.start.year())
    }

    fn owed(&self) -> impl Iterator<Item = &Found> {
        self.all.iter().filter(|found| self.plans.asks(found))
    }

    fn part(&self, found: &Found) -> view::CoveragePart {
        if !self.plans.visited_this_half_year(found) {
            view::CoveragePart::NotVisited
        } else if self.approved.contains(&found.row.household_id) {
            view::CoveragePart::Approved
        } else {
            view::CoveragePart::Submitted
        }
    }

    fn coverage(&self) -> view::Coverage {
        let parts: Vec<_> = self.owed().map(|found| self.part(found)).collect();
        let of = |wanted| count(parts.iter().filter(|part| **part == wanted).count());
        view::Coverage {
            period: self.period(),
            days_left: days_between(self.plans.today, self.half.end),
            due: count(parts.len()),
            approved: of(view::CoveragePart::Approved),
            submitted: of(view::CoveragePart::Submitted),
            not_visited: of(view::CoveragePart::NotVisited),
        }
    }
}

/// Of the villages named; nothing for whoever leads none.
pub(super) fn of_villages(
    desk: &Desk,
    conn: &Connection,
    villages: &[&str],
) -> Result<(Option<view::Coverage>, Vec<view::CampaignCoverage>), CallError> {
    if villages.is_empty() {
        return Ok((None, Vec::new()));
    }
    let owed = Owed::load(desk, conn, villages)?;
    let campaigns = tasks::coverage(conn, &owed.plans, &owed.all)?;
    Ok((Some(owed.coverage()), campaigns))
}

fn list(
    desk: &Desk,
    conn: &Connection,
    part: view::CoveragePart,
) -> Result<view::CoverageList, CallError> {
    let led = led(conn)?;
    let villages: Vec<&str> = led
        .villages
        .iter()
        .map(|team| team.village_code.as_str())
        .collect();
    let owed = Owed::load(desk, conn, &villages)?;
    let found: Vec<&Found> = owed
        .owed()
        .filter(|found| owed.part(found) == part)
        .collect();
    Ok(view::CoverageList {
        period: owed.period(),
        total: count(found.len()),
        households: found
            .iter()
            .take(SHOWN)
            .map(|found| households::card(desk, &owed.plans, found))
            .collect(),
    })
}
