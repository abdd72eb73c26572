//! Who is who: the phone's owner, the team, who helps which household; parameters and batches.

use domain::id::{BatchId, HouseholdId, PersonId};
use protocol::policy::PolicyCardV1;
use protocol::row::{AssignmentV1, BatchStateV1, ParamsV1, PersonV1, TeamV1};
use rusqlite::{Connection, OptionalExtension, Transaction, named_params};

use crate::{Result, column, standing};

pub fn apply_person(tx: &Transaction<'_>, person: &PersonV1, body: &str) -> Result<()> {
    tx.execute(
        "insert or replace into person (person_id, name, unit, body) values (?1, ?2, ?3, ?4)",
        (person.id.to_string(), &person.name, &person.unit, body),
    )?;
    Ok(())
}

pub fn person(conn: &Connection, id: PersonId) -> Result<Option<PersonV1>> {
    Ok(conn
        .query_row(
            "select body from person where person_id = ?1",
            [id.to_string()],
            |row| column::json(row, "body"),
        )
        .optional()?)
}

pub fn apply_team(tx: &Transaction<'_>, team: &TeamV1, body: &str) -> Result<()> {
    tx.execute(
        "insert or replace into team (team_id, village_code, captain_id, body)
         values (?1, ?2, ?3, ?4)",
        (
            team.id.to_string(),
            &team.village_code,
            team.captain_id.to_string(),
            body,
        ),
    )?;
    standing::follow_village(tx, &team.village_code)
}

pub(crate) fn remove_team(tx: &Transaction<'_>, id: &str) -> Result<()> {
    let village: Option<String> = tx
        .prepare_cached("delete from team where team_id = ?1 returning village_code")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    village.map_or(Ok(()), |village| standing::follow_village(tx, &village))
}

pub fn teams(conn: &Connection) -> Result<Vec<TeamV1>> {
    Ok(conn
        .prepare_cached("select body from team order by village_code, team_id")?
        .query_map([], |row| column::json(row, "body"))?
        .collect::<rusqlite::Result<_>>()?)
}

pub fn apply_assignment(tx: &Transaction<'_>, assignment: &AssignmentV1, body: &str) -> Result<()> {
    tx.prepare_cached(
        "insert or replace into assignment (assignment_id, household_id, person_id, kind,
             from_date, to_date, body)
         values (:id, :household_id, :person_id, :kind, :from, :to, :body)",
    )?
    .execute(named_params! {
        ":id": assignment.id.to_string(),
        ":household_id": assignment.household_id.to_string(),
        ":person_id": assignment.person_id.to_string(),
        ":kind": assignment.kind,
        ":from": assignment.from,
        ":to": assignment.to,
        ":body": body,
    })?;
    // Who helps a household decides which of its visits count.
    standing::follow_visited(tx, &assignment.household_id.to_string())
}

pub(crate) fn remove_assignment(tx: &Transaction<'_>, id: &str) -> Result<()> {
    let household: Option<String> = tx
        .prepare_cached("delete from assignment where assignment_id = ?1 returning household_id")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    household.map_or(Ok(()), |household| standing::follow_visited(tx, &household))
}

/// Who helps a household, the primary first.
pub fn assignments(conn: &Connection, household: HouseholdId) -> Result<Vec<AssignmentV1>> {
    Ok(conn
        .prepare_cached(
            "select body from assignment where household_id = ?1
             order by kind <> 'primary', from_date",
        )?
        .query_map([household.to_string()], |row| column::json(row, "body"))?
        .collect::<rusqlite::Result<_>>()?)
}

pub(crate) fn apply_params(
    tx: &Transaction<'_>,
    id: &str,
    _params: &ParamsV1,
    body: &str,
) -> Result<()> {
    tx.execute(
        "insert or replace into params (params_id, body) values (?1, ?2)",
        (id, body),
    )?;
    Ok(())
}

/// The county's parameters, once pulled.
pub fn params(conn: &Connection) -> Result<Option<ParamsV1>> {
    Ok(conn
        .query_row(
            "select body from params order by params_id limit 1",
            [],
            |row| column::json(row, "body"),
        )
        .optional()?)
}

pub(crate) fn apply_policy_card(
    tx: &Transaction<'_>,
    id: &str,
    _card: &PolicyCardV1,
    body: &str,
) -> Result<()> {
    tx.execute(
        "insert or replace into policy_card (policy_card_id, body) values (?1, ?2)",
        (id, body),
    )?;
    Ok(())
}

/// What the county filled into the policy card; nothing yet, it may be.
pub fn policy_card(conn: &Connection) -> Result<PolicyCardV1> {
    Ok(conn
        .query_row(
            "select body from policy_card order by policy_card_id limit 1",
            [],
            |row| column::json(row, "body"),
        )
        .optional()?
        .unwrap_or_default())
}

pub fn apply_batch(tx: &Transaction<'_>, batch: &BatchStateV1, body: &str) -> Result<()> {
    tx.prepare_cached(
        "insert or replace into batch (batch_id, state, visits, accepted, returned, sent_ms,
             received_ms, body)
         values (:id, :state, :visits, :accepted, :returned, :sent_ms, :received_ms, :body)",
    )?
    .execute(named_params! {
        ":id": batch.id.to_string(),
        ":state": batch.state,
        ":visits": batch.visits,
        ":accepted": batch.accepted,
        ":returned": batch.returned,
        ":sent_ms": batch.sent_ms,
        ":received_ms": batch.received_ms,
        ":body": body,
    })?;
    Ok(())
}

/// Batches the county has, newest first.
pub fn batches(conn: &Connection) -> Result<Vec<BatchStateV1>> {
    Ok(conn
        .prepare_cached("select body from batch order by received_ms desc, batch_id")?
        .query_map([], |row| column::json(row, "body"))?
        .collect::<rusqlite::Result<_>>()?)
}

pub fn batch(conn: &Connection, id: BatchId) -> Result<Option<BatchStateV1>> {
    Ok(conn
        .query_row(
            "select body from batch where batch_id = ?1",
            [id.to_string()],
            |row| column::json(row, "body"),
        )
        .optional()?)
}
