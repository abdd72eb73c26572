//! Facts of a household and its members: shown, corrected, and decided where two people differ.

mod sheet;

use domain::facts::{BadFact, FactValue, check, find};
use domain::id::{ChangeId, HouseholdId};
use protocol::edit::{RecordKind, RecordRef};
use protocol::facts::{ChoiceV1, FactRow, ResolveFactV1, SeenV1, subject, to_json};
use protocol::row::{HouseholdV1, MemberV1};
use store::{Connection, Transaction, facts, household, member, roll};

use crate::App;
use crate::cards::count;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::households::{id, is_helper};
use crate::views::facts as view;
use crate::views::household::HouseholdRef;
use crate::words::codes;

impl App {
    pub(crate) async fn household_facts(
        &self,
        wanted: HouseholdRef,
    ) -> Result<view::FactsPage, CallError> {
        self.look(move |desk| {
            let id = id(&wanted.household_id)?;
            desk.read(|conn| page(desk, conn, id))
        })
        .await
    }

    pub(crate) async fn save_facts(
        &self,
        input: view::FactsInput,
    ) -> Result<view::FactsPage, CallError> {
        let page = self
            .change(move |desk| {
                let household = id(&input.household_id)?;
                desk.write(|tx| {
                    save(desk, tx, household, input)?;
                    page(desk, tx, household)
                })
            })
            .await?;
        self.start_round();
        Ok(page)
    }

    pub(crate) async fn resolve_fact(
        &self,
        decision: view::FactDecision,
    ) -> Result<view::FactsPage, CallError> {
        let page = self
            .change(move |desk| {
                let household = id(&decision.household_id)?;
                desk.write(|tx| {
                    decide(desk, tx, household, &decision)?;
                    page(desk, tx, household)
                })
            })
            .await?;
        self.start_round();
        Ok(page)
    }

    pub(crate) async fn undo_facts(
        &self,
        undo: view::FactUndo,
    ) -> Result<view::FactsPage, CallError> {
        self.change(move |desk| {
            let household = id(&undo.household_id)?;
            let change = change_id(&undo.change_id)?;
            desk.write(|tx| {
                facts::undo(tx, change)?;
                page(desk, tx, household)
            })
        })
        .await
    }
}

fn change_id(text: &str) -> Result<ChangeId, CallError> {
    text.parse()
        .map_err(|_| CallError::new(ErrorCode::BadArguments).at("change_id"))
}

/// Whose screen it is.
pub(crate) struct Viewer {
    name: Option<String>,
    /// Only who helps the household sees what tells of health (DOMAIN §3.1).
    helps: bool,
}

fn page(desk: &Desk, conn: &Connection, id: HouseholdId) -> Result<view::FactsPage, CallError> {
    let household = household::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let owner = desk::owner(conn)?;
    let assigned = roll::assignments(conn, id)?;
    let viewer = Viewer {
        helps: owner
            .as_ref()
            .is_some_and(|owner| is_helper(&assigned, owner.id, desk.today())),
        name: owner.map(|owner| owner.name),
    };
    let mut sheets = vec![sheet::sheet(
        desk,
        conn,
        &household,
        &viewer,
        household.head_name.clone(),
        None,
    )?];
    for member in member::of_household(conn, id)? {
        if !member.active {
            continue;
        }
        let relation = crate::words::relation(&member.relation, desk.language);
        let title = member.name.clone();
        sheets.push(sheet::sheet(
            desk,
            conn,
            &member,
            &viewer,
            title,
            Some(relation),
        )?);
    }
    let contested = sheets.iter().flat_map(|sheet| &sheet.fields);
    let contested = contested.filter(|field| field.contest.is_some()).count();
    Ok(view::FactsPage {
        household_id: id.to_string(),
        head_name: household.head_name,
        sheets,
        contested: count(contested),
        waiting: facts::waiting(conn, id)?,
    })
}

/// The record a screen names, which must be of this household.
fn record(
    conn: &Connection,
    household: HouseholdId,
    kind: view::FactKind,
    record_id: &str,
) -> Result<RecordRef, CallError> {
    let bad = || CallError::new(ErrorCode::BadArguments).at("record_id");
    let found = match kind {
        view::FactKind::Household => {
            let id: HouseholdId = record_id.parse().map_err(|_| bad())?;
            (id == household).then(|| RecordRef::household(id))
        }
        view::FactKind::Member => {
            let id = record_id.parse().map_err(|_| bad())?;
            member::get(conn, id)?
                .filter(|member| member.household_id == household && member.active)
                .map(|member| member.record())
        }
    };
    found.ok_or_else(|| ErrorCode::NotFound.into())
}

fn save(
    desk: &Desk,
    tx: &Transaction<'_>,
    household: HouseholdId,
    input: view::FactsInput,
) -> Result<(), CallError> {
    let record = record(tx, household, input.kind, &input.record_id)?;
    let subject = subject(record.kind).ok_or(ErrorCode::BadArguments)?;
    let mut values = Vec::with_capacity(input.fields.len());
    for one in input.fields {
        let field = find(subject, &one.field)
            .ok_or_else(|| CallError::new(ErrorCode::BadArguments).at("field"))?;
        let value = from_screen(one.value)
            .and_then(|value| check(field, value, codes()))
            .map_err(|fault| CallError::from(fault).at(field.name))?;
        values.push((field.name, value));
    }
    let change = ChangeId::from_uuid(desk::new_id());
    facts::save(tx, &record, &values, change, &desk.clock(tx)?)?;
    Ok(())
}

fn decide(
    desk: &Desk,
    tx: &Transaction<'_>,
    household: HouseholdId,
    decision: &view::FactDecision,
) -> Result<(), CallError> {
    let record = record(tx, household, decision.kind, &decision.record_id)?;
    let seen = match record.kind {
        RecordKind::Member => seen::<MemberV1>(tx, &record, decision)?,
        _ => seen::<HouseholdV1>(tx, &record, decision)?,
    };
    let choice = match &decision.contest_id {
        None => ChoiceV1::Kept,
        Some(id) => {
            let contest_id = change_id(id)?;
            if !seen.others.contains(&contest_id) {
                return Err(ErrorCode::Stale.into());
            }
            ChoiceV1::Other { contest_id }
        }
    };
    let clock = desk.clock(tx)?;
    let resolve = ResolveFactV1 {
        record,
        field: decision.field.clone(),
        seen,
        choice,
        clock: clock.clone(),
    };
    let change = ChangeId::from_uuid(desk::new_id());
    facts::save_decision(tx, &resolve, change, &clock)?;
    Ok(())
}

/// The contested fact as the county's row has it, if that is still the row the person saw.
fn seen<Row: FactRow + serde::de::DeserializeOwned>(
    conn: &Connection,
    record: &RecordRef,
    decision: &view::FactDecision,
) -> Result<SeenV1, CallError> {
    let row: Row = facts::county(conn, &record.id)?.ok_or(ErrorCode::NotFound)?;
    let others: Vec<ChangeId> = row
        .contested()
        .iter()
        .filter(|contest| contest.field == decision.field)
        .map(|contest| contest.contest_id)
        .collect();
    if row.version() != u64::from(decision.version) || others.is_empty() {
        return Err(ErrorCode::Stale.into());
    }
    let kept = row.fact(&decision.field).ok_or(ErrorCode::BadArguments)?;
    Ok(SeenV1 {
        kept: to_json(&kept),
        others,
    })
}

fn from_screen(input: view::FactInput) -> Result<FactValue, BadFact> {
    Ok(match input {
        view::FactInput::Nothing => FactValue::Nothing,
        view::FactInput::Text(text) => FactValue::text(&text),
        view::FactInput::Codes(codes) => FactValue::codes(codes),
        view::FactInput::Number(number) => FactValue::Number(number.into()),
        view::FactInput::Flag(flag) => FactValue::Flag(flag),
        view::FactInput::Place { lat, lon } => {
            FactValue::place(lat, lon).ok_or(BadFact::OutOfRange)?
        }
    })
}

impl From<BadFact> for CallError {
    fn from(fault: BadFact) -> Self {
        Self::new(match fault {
            BadFact::Empty => ErrorCode::FactEmpty,
            BadFact::WrongType => ErrorCode::AnswerWrongType,
            BadFact::UnknownOption => ErrorCode::AnswerNotAnOption,
            BadFact::Exclusive => ErrorCode::AnswerNotTogether,
            BadFact::TooLong => ErrorCode::AnswerTooLong,
            BadFact::OutOfRange => ErrorCode::FactOutOfRange,
            BadFact::NotAPhone => ErrorCode::FactNotAPhone,
        })
    }
}
