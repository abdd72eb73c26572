//! The formulas of DOMAIN §6 that several reports share, by area.

use std::collections::BTreeMap;

use domain::time::Date;

use super::Ask;
use crate::campaign::Current;
use crate::console::campaign_coverage;
use crate::console::query::Values;
use crate::console::views::CampaignCoverage;
use crate::db::Reader;
use crate::error::Error;

/// A part and the whole it is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Share {
    pub part: i64,
    pub whole: i64,
}

impl Share {
    pub fn add(&mut self, other: Self) {
        self.part += other.part;
        self.whole += other.whole;
    }

    /// In hundredths of a percent, halves upwards; nothing where there is nothing to divide by.
    pub fn points(self) -> Option<i64> {
        (self.whole > 0).then(|| (self.part * 10_000 * 2 + self.whole) / (self.whole * 2))
    }
}

/// The campaign asked for, or the days as one of everybody.
pub(super) fn counted(reader: &mut Reader<'_>, ask: &Ask) -> Result<Current, Error> {
    match ask.campaign {
        Some(id) => {
            let found = crate::campaign::find(reader, ask.county, id)?;
            found.ok_or_else(Error::not_found)
        }
        None => Ok(Current::of_everybody(ask.from, ask.to)),
    }
}

/// 覆盖率 by village, of the villages asked for.
pub(super) fn coverage(
    reader: &mut Reader<'_>,
    ask: &Ask,
) -> Result<BTreeMap<String, CampaignCoverage>, Error> {
    let campaign = counted(reader, ask)?;
    let today = domain::Timestamp::from_ms(ask.now).shanghai_date();
    let mut all = campaign_coverage::villages(reader, ask.county, &ask.signed, &campaign, today)?;
    all.retain(|village, _| {
        let in_town = ask
            .town
            .as_deref()
            .is_none_or(|town| village.starts_with(town));
        in_town && ask.village.as_deref().is_none_or(|one| village == one)
    });
    Ok(all)
}

/// The last day that has come.
fn until(ask: &Ask) -> Date {
    let today = domain::Timestamp::from_ms(ask.now).shanghai_date();
    ask.to.min(today)
}

/// 按期销号率 by village: closed with what was done by its first day ÷ due in the days. What is
/// due later has not had its time yet. A problem opened again counts for each of its terms.
pub(super) fn on_time(
    reader: &mut Reader<'_>,
    ask: &Ask,
) -> Result<BTreeMap<String, Share>, Error> {
    let mut values = Values::new(ask.county);
    let from = values.add(ask.from.to_string());
    let to = values.add(until(ask).to_string());
    let areas = ask.areas("p", &mut values);
    let sql = format!(
        "select due.area_code, count(*) as whole,
             cast(sum(case when due.state = 'closed' and due.done_date <= due.first_due
                 then 1 else 0 end) as bigint) as part
         from (
             select p.area_code, p.state, p.first_due, p.done_date from problem p
             where p.county_id = $1 and p.state not in ('cancelled', 'merged')
                 and p.first_due >= {from} and p.first_due <= {to}{areas}
             union all
             select p.area_code, t.state, t.first_due, t.done_date from problem_term t
             join problem p on p.county_id = t.county_id and p.problem_id = t.problem_id
             where t.county_id = $1 and t.state = 'closed'
                 and t.first_due >= {from} and t.first_due <= {to}{areas}
         ) due group by due.area_code"
    );
    shares(reader, &sql, &values)
}

/// 整改率 by village, of what was found up to the last day: closed ÷ (registered − cancelled −
/// merged).
pub(super) fn rectified(
    reader: &mut Reader<'_>,
    ask: &Ask,
) -> Result<BTreeMap<String, Share>, Error> {
    let mut values = Values::new(ask.county);
    let (_, until) = ask.milliseconds();
    let until = values.add(until);
    let areas = ask.areas("p", &mut values);
    let sql = format!(
        "select p.area_code, count(*) as whole,
             cast(sum(case when p.state = 'closed' then 1 else 0 end) as bigint) as part
         from problem p
         where p.county_id = $1 and p.number is not null
             and p.state not in ('cancelled', 'merged') and p.found_ms < {until}{areas}
         group by p.area_code"
    );
    shares(reader, &sql, &values)
}

fn shares(
    reader: &mut Reader<'_>,
    sql: &str,
    values: &Values,
) -> Result<BTreeMap<String, Share>, Error> {
    let rows = reader.query(sql, values.all())?;
    let all = rows.iter().map(|row| {
        let share = Share {
            part: row.int("part")?,
            whole: row.int("whole")?,
        };
        Ok((row.text("area_code")?, share))
    });
    all.collect()
}

/// Groups smaller than this get no ranks.
const LEAST_RANKED: usize = 5;

/// 名次: the most is first, those alike share a place and the next one is left out (1, 2, 2, 4).
/// None at all in a group so small that a place would point at somebody.
pub(super) fn ranks(scores: &[Option<i64>]) -> Vec<Option<i64>> {
    let scored = scores.iter().flatten().count();
    if scored < LEAST_RANKED {
        return vec![None; scores.len()];
    }
    let place = |score: i64| {
        let better = scores.iter().flatten().filter(|other| **other > score);
        i64::try_from(better.count()).unwrap_or(0) + 1
    };
    scores.iter().map(|score| score.map(place)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_alike_share_a_place_and_the_next_is_left_out() {
        let scores = [Some(70), Some(90), Some(80), Some(80), Some(60)];
        assert_eq!(
            ranks(&scores),
            [Some(4), Some(1), Some(2), Some(2), Some(5)]
        );
    }

    #[test]
    fn nobody_is_ranked_among_fewer_than_five() {
        assert_eq!(
            ranks(&[Some(1), Some(2), Some(3), Some(4), None]),
            [None; 5]
        );
    }

    #[test]
    fn a_share_is_rounded_half_up_and_says_nothing_of_nothing() {
        assert_eq!(Share { part: 1, whole: 3 }.points(), Some(3333));
        assert_eq!(Share { part: 2, whole: 3 }.points(), Some(6667));
        assert_eq!(Share { part: 0, whole: 0 }.points(), None);
    }
}
