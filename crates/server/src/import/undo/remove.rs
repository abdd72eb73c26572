//! What an import brought goes again, where nobody has used it.

use std::collections::HashSet;

use domain::id::CountyId;
use protocol::roster::MemberRow;
use protocol::row::kind;

use super::Back;
use super::back::{id_number, one};
use crate::clock::date_text;
use crate::db::{Reader, Tx, Value};
use crate::error::Error;
use crate::roster::said::members;
use crate::{feed, roster, tally};

/// 识别不精准剔除: what the data has for a person who was listed by mistake.
const LISTED_IN_ERROR: &str = "error_removed";

/// A household is used once anything of people's own is about it.
pub(super) fn household(tx: &mut Tx<'_>, county: CountyId, id: &str) -> Result<Back, Error> {
    let uses = tx.count(
        "select (select count(*) from visit where county_id = $1 and household_id = $2)
             + (select count(*) from problem where county_id = $1 and household_id = $2)
             + (select count(*) from entry where county_id = $1 and household_id = $2)
             + (select count(*) from assignment where county_id = $1 and household_id = $2)
             + (select count(*) from contest where county_id = $1 and household_id = $2)
             + (select count(*) from campaign c
                 join campaign_household h on h.county_id = c.county_id
                     and h.campaign_id = c.campaign_id and h.household_id = $2
                 where c.county_id = $1)
             + (select count(*) from member where county_id = $1 and household_id = $2)
             + (select count(*) from spot_item
                 where county_id = $1 and kind = 'household' and subject_id = $2)
             + (select count(*) from fact
                 where county_id = $1 and kind = 'household' and record_id = $2)
             + (select count(*) from change where county_id = $1 and record_id = $2) as n",
        &[county.into(), id.into()],
    )?;
    if uses > 0 {
        return Ok(Back::Stays("used"));
    }
    forget(tx, county, kind::HOUSEHOLD, vec![id.to_owned()])?;
    Ok(Back::Whole)
}

/// A member is used once people corrected a fact of his, wrote of him, or visited the household
/// since he came.
pub(super) fn member(tx: &mut Tx<'_>, county: CountyId, id: &str, now: i64) -> Result<Back, Error> {
    let uses = tx.count(
        "select (select count(*) from fact
                 where county_id = $1 and kind = 'member' and record_id = $2)
             + (select count(*) from contest
                 where county_id = $1 and kind = 'member' and record_id = $2)
             + (select count(*) from problem p
                 join member m on m.county_id = p.county_id and m.household_id = p.household_id
                     and m.member_id = p.member_id
                 where p.county_id = $1 and m.member_id = $2)
             + (select count(*) from entry where county_id = $1 and member_id = $2
                 and author_id is not null)
             + (select count(*) from change where county_id = $1 and record_id = $2)
             + (select count(*) from visit v
                 join member m on m.county_id = v.county_id and m.household_id = v.household_id
                 join import_change c on c.county_id = v.county_id and c.kind = 'member'
                     and c.record_id = m.member_id and c.action = 'added'
                 join import_run r on r.county_id = c.county_id and r.import_id = c.import_id
                 where v.county_id = $1 and m.member_id = $2
                     and v.received_ms >= r.begun_ms) as n",
        &[county.into(), id.into()],
    )?;
    if uses > 0 {
        return Ok(Back::Stays("used"));
    }
    let checks = tx.count(
        "select count(*) as n from entry where county_id = $1 and member_id = $2",
        &[county.into(), id.into()],
    )?;
    if checks > 0 {
        // The county has noted something about him, and notes are never taken out.
        let known = one(members(tx, county, &[id.to_owned()])?);
        let Some(mut member) = known.map(|known| known.said) else {
            return Ok(Back::Stays("gone"));
        };
        member.active = false;
        member.change_type = Some(LISTED_IN_ERROR.to_owned());
        member.changed_on = Some(date_text(now));
        let id_number = id_number(tx, county, id)?;
        roster::store_member(tx, county, MemberRow { member, id_number }, now)?;
        return Ok(Back::Ended);
    }
    forget(tx, county, kind::MEMBER, vec![id.to_owned()])?;
    Ok(Back::Whole)
}

/// Of many new records those that anything is about: [`household`] and [`member`] say whether that
/// keeps them.
pub(super) fn maybe_used(
    reader: &mut Reader<'_>,
    county: CountyId,
    kind: &str,
    ids: &[Value],
) -> Result<HashSet<String>, Error> {
    let own: &[&str] = if kind == kind::HOUSEHOLD {
        &[
            "select household_id as id from visit where county_id = $1 and household_id in ($many)",
            "select household_id as id from problem
             where county_id = $1 and household_id in ($many)",
            "select household_id as id from entry where county_id = $1 and household_id in ($many)",
            "select household_id as id from assignment
             where county_id = $1 and household_id in ($many)",
            "select household_id as id from contest
             where county_id = $1 and household_id in ($many)",
            "select h.household_id as id from campaign c
             join campaign_household h on h.county_id = c.county_id
                 and h.campaign_id = c.campaign_id
             where c.county_id = $1 and h.household_id in ($many)",
            "select household_id as id from member
             where county_id = $1 and household_id in ($many)",
            "select subject_id as id from spot_item
             where county_id = $1 and kind = 'household' and subject_id in ($many)",
        ]
    } else {
        &[
            "select record_id as id from contest
             where county_id = $1 and kind = 'member' and record_id in ($many)",
            "select m.member_id as id from member m
             join problem p on p.county_id = m.county_id and p.household_id = m.household_id
                 and p.member_id = m.member_id
             where m.county_id = $1 and m.member_id in ($many)",
            "select member_id as id from entry where county_id = $1 and member_id in ($many)",
            "select m.member_id as id from member m
             join visit v on v.county_id = m.county_id and v.household_id = m.household_id
             where m.county_id = $1 and m.member_id in ($many)",
        ]
    };
    let either = [
        "select record_id as id from fact where county_id = $1 and record_id in ($many)",
        "select record_id as id from change where county_id = $1 and record_id in ($many)",
    ];
    let mut used = HashSet::new();
    for sql in own.iter().chain(&either) {
        for row in reader.query_many(sql, &[county.into()], ids)? {
            used.insert(row.text("id")?);
        }
    }
    Ok(used)
}

/// Takes records from every phone, and then from the county.
pub(super) fn forget(
    tx: &mut Tx<'_>,
    county: CountyId,
    kind: &str,
    ids: Vec<String>,
) -> Result<(), Error> {
    let values: Vec<Value> = ids.iter().map(Into::into).collect();
    let gone: Vec<_> = ids.into_iter().map(|id| (id, None)).collect();
    feed::publish_many(tx, county, kind, &gone)?;
    for table in ["record", "roster_kept"] {
        tx.execute_many(
            &format!(
                "delete from {table} where county_id = $1 and kind = $2 and record_id in ($many)"
            ),
            &[county.into(), kind.into()],
            &values,
        )?;
    }
    let own = if kind == kind::HOUSEHOLD {
        tally::leave(tx, county, &values)?;
        "delete from household where county_id = $1 and household_id in ($many)"
    } else {
        "delete from member where county_id = $1 and member_id in ($many)"
    };
    Ok(tx.execute_many(own, &[county.into()], &values)?)
}
