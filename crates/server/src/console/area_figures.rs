//! What stands in each village, from counters ([`crate::tally`]) and from the index over what is
//! open. Towns and the county are sums of villages.

use std::collections::BTreeMap;

use domain::id::CountyId;
use domain::time::{Date, Timestamp};

use super::overdue::Overdue;
use super::query::Values;
use super::session::Signed;
use super::views::{AreaFigures, ProblemFigures};
use super::visits::WAITING_CAPTAIN;
use crate::clock::{date_text, day_begins_ms, months_of, period};
use crate::db::Reader;
use crate::error::Error;

/// The last day, counted back from today, of each age of a problem but the oldest.
pub(super) const AGES: [(&str, i64); 3] = [("week", 7), ("fortnight", 15), ("month", 30)];

/// States in which nobody answers for a problem.
pub(super) const UNASSIGNED: &str = "('found', 'registered', 'declined', 'reopened')";

/// Figures of one village.
#[derive(Clone, Default)]
pub(super) struct Village {
    pub figures: AreaFigures,
    pub problems: ProblemFigures,
}

/// Which villages: those the person sees, or of them one town's.
pub(super) struct Asked<'a> {
    pub county: CountyId,
    pub signed: &'a Signed,
    pub town: Option<&'a str>,
    pub now: i64,
}

impl Asked<'_> {
    fn clause(&self, table: &str, values: &mut Values) -> String {
        let mut sql = self.signed.scope.clause(table, values);
        if let Some(town) = self.town {
            sql.push_str(&format!(" and {table}.town_code = {}", values.add(town)));
        }
        sql
    }

    fn today(&self) -> Date {
        Timestamp::from_ms(self.now).shanghai_date()
    }
}

/// Figures by village, in the order of their codes.
pub(super) fn villages(
    reader: &mut Reader<'_>,
    asked: &Asked<'_>,
) -> Result<BTreeMap<String, Village>, Error> {
    let mut all = BTreeMap::new();
    homes(reader, asked, &mut all)?;
    waiting(reader, asked, &mut all)?;
    problems(reader, asked, &mut all)?;
    Ok(all)
}

fn homes(
    reader: &mut Reader<'_>,
    asked: &Asked<'_>,
    all: &mut BTreeMap<String, Village>,
) -> Result<(), Error> {
    let overdue = Overdue::load(reader, asked.county, asked.now)?;
    let half = period(asked.now);
    let (first, last) = months_of(&half);
    let mut values = Values::new(asked.county);
    let (from, until) = (values.add(first), values.add(last));
    let half = values.add(&half);
    let late = overdue.of_tally(&mut values);
    let clause = asked.clause("t", &mut values);
    let sum =
        |condition: &str| format!("cast(sum(case when {condition} then t.n else 0 end) as bigint)");
    let sql = format!(
        "select t.area_code, cast(sum(t.n) as bigint) as households, {} as submitted,
             {} as approved, {} as overdue
         from tally_home t where t.county_id = $1{clause} group by t.area_code",
        sum(&format!("t.month >= {from} and t.month <= {until}")),
        sum(&format!("t.approved = {half}")),
        sum(&late),
    );
    for row in reader.query(&sql, values.all())? {
        let households = row.count("households")?;
        // A village whose last household has gone keeps its counters, at nothing.
        if households == 0 {
            continue;
        }
        let figures = &mut entry(all, row.text("area_code")?).figures;
        figures.households = households;
        figures.visited_submitted = row.count("submitted")?;
        figures.visited_approved = row.count("approved")?;
        figures.overdue = row.count("overdue")?;
        figures.not_visited = households.saturating_sub(figures.visited_submitted);
    }
    Ok(())
}

fn waiting(
    reader: &mut Reader<'_>,
    asked: &Asked<'_>,
    all: &mut BTreeMap<String, Village>,
) -> Result<(), Error> {
    let mut values = Values::new(asked.county);
    let mut states: Vec<String> = WAITING_CAPTAIN.map(str::to_owned).into();
    states.push("batched".to_owned());
    let states = values.list(&states);
    let clause = asked.clause("t", &mut values);
    let sql = format!(
        "select t.area_code, t.part, t.n from tally_visit t
         where t.county_id = $1 and t.figure = 'state' and t.part in ({states})
             and t.n <> 0{clause}"
    );
    for row in reader.query(&sql, values.all())? {
        let n = row.count("n")?;
        let figures = &mut entry(all, row.text("area_code")?).figures;
        if row.text("part")? == "batched" {
            figures.waiting_county += n;
        } else {
            figures.waiting_captain += n;
        }
    }
    Ok(())
}

/// The first moment of the youngest problem that is older than each age.
pub(super) fn found_from(today: Date, days: i64) -> i64 {
    day_begins_ms(today) - days * 24 * 60 * 60 * 1000
}

fn problems(
    reader: &mut Reader<'_>,
    asked: &Asked<'_>,
    all: &mut BTreeMap<String, Village>,
) -> Result<(), Error> {
    let mut values = Values::new(asked.county);
    let today = values.add(date_text(asked.now));
    let [week, fortnight, month] =
        AGES.map(|(_, days)| values.add(found_from(asked.today(), days)));
    let clause = asked.clause("p", &mut values);
    let sum =
        |condition: &str| format!("cast(sum(case when {condition} then 1 else 0 end) as bigint)");
    let sql = format!(
        "select p.area_code, count(*) as open, {} as overdue, {} as unassigned,
             {} as to_verify, {} as to_sign_off, {} as age_0, {} as age_1, {} as age_2
         from problem p where p.county_id = $1 and p.is_open = 1{clause} group by p.area_code",
        sum(&format!("p.due < {today}")),
        sum(&format!("p.state in {UNASSIGNED}")),
        sum("p.state = 'to_verify' and p.verified = 0"),
        sum("p.state = 'to_verify' and p.verified = 1"),
        sum(&format!("p.found_ms >= {week}")),
        sum(&format!(
            "p.found_ms < {week} and p.found_ms >= {fortnight}"
        )),
        sum(&format!(
            "p.found_ms < {fortnight} and p.found_ms >= {month}"
        )),
    );
    for row in reader.query(&sql, values.all())? {
        let village = entry(all, row.text("area_code")?);
        let open = row.count("open")?;
        let ages = [
            row.count("age_0")?,
            row.count("age_1")?,
            row.count("age_2")?,
        ];
        let [unassigned, to_verify, to_sign_off] = [
            row.count("unassigned")?,
            row.count("to_verify")?,
            row.count("to_sign_off")?,
        ];
        village.problems = ProblemFigures {
            open,
            unassigned,
            under_way: open.saturating_sub(unassigned + to_verify + to_sign_off),
            to_verify,
            to_sign_off,
            overdue: row.count("overdue")?,
            week: ages[0],
            fortnight: ages[1],
            month: ages[2],
            older: open.saturating_sub(ages.iter().sum()),
        };
        village.figures.problems_open = open;
        village.figures.problems_overdue = village.problems.overdue;
    }
    Ok(())
}

fn entry(all: &mut BTreeMap<String, Village>, code: String) -> &mut Village {
    all.entry(code).or_default()
}

impl AreaFigures {
    pub(super) fn add(&mut self, part: &Self) {
        self.households += part.households;
        self.visited_submitted += part.visited_submitted;
        self.visited_approved += part.visited_approved;
        self.not_visited += part.not_visited;
        self.overdue += part.overdue;
        self.problems_open += part.problems_open;
        self.problems_overdue += part.problems_overdue;
        self.waiting_captain += part.waiting_captain;
        self.waiting_county += part.waiting_county;
    }
}

impl ProblemFigures {
    pub(super) fn add(&mut self, part: &Self) {
        self.open += part.open;
        self.unassigned += part.unassigned;
        self.under_way += part.under_way;
        self.to_verify += part.to_verify;
        self.to_sign_off += part.to_sign_off;
        self.overdue += part.overdue;
        self.week += part.week;
        self.fortnight += part.fortnight;
        self.month += part.month;
        self.older += part.older;
    }
}
