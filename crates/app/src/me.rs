//! Me: what waits on this phone, what the county proved to hold, and what happened.

use protocol::edit::{Edit, RecordKind};
use protocol::row::HouseholdV1;
use store::outbox::{self, Delivery, Waiting};
use store::{Connection, board, household, journal, member, photo, sync_state};

use crate::App;
use crate::cards::{bytes, count};
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode, round_code};
use crate::problems;
use crate::rounds::{Rounds, Work, needs_person};
use crate::views::Nothing;
use crate::views::me as view;

/// Journal entries in a page.
const PAGE: u32 = 50;

impl App {
    pub(crate) async fn me(&self, _: Nothing) -> Result<view::Me, CallError> {
        let app = self.clone();
        self.look(move |desk| desk.read(|conn| me(desk, conn, &app.inner.rounds)))
            .await
    }

    pub(crate) async fn journal(
        &self,
        query: view::JournalQuery,
    ) -> Result<view::JournalPage, CallError> {
        self.look(move |desk| {
            let mut entries = desk.read(|conn| Ok(journal::page(conn, query.before, PAGE + 1)?))?;
            let more = entries.len() > PAGE as usize;
            entries.truncate(PAGE as usize);
            let entries = entries.into_iter().map(entry).collect();
            Ok(view::JournalPage { entries, more })
        })
        .await
    }

    /// A person has looked at a refused change and wants it sent again as it is.
    pub(crate) async fn retry_parked(
        &self,
        parked: view::ParkedRef,
    ) -> Result<view::Me, CallError> {
        self.change(move |desk| {
            let id = parked
                .change_id
                .parse()
                .map_err(|_| CallError::new(ErrorCode::BadArguments).at("change_id"))?;
            desk.write(|tx| Ok(outbox::retry(tx, id)?))
        })
        .await?;
        self.start_round_now();
        self.me(Nothing {}).await
    }
}

fn me(desk: &Desk, conn: &Connection, rounds: &Rounds) -> Result<view::Me, CallError> {
    let state = sync_state::get(conn)?;
    let changes = outbox::tally(conn)?;
    let photos = photo::tally(conn)?;
    let (photos_waiting, photo_bytes) = photo::outstanding(conn)?;
    let waiting = outbox::list(conn)?;
    let work = Work::find(desk, conn)?;
    let next = rounds.next(desk, conn)?;
    Ok(view::Me {
        sync: view::SyncState {
            running: rounds.is_running(),
            next_in_s: next.map(|next| seconds(next.saturating_sub(desk.platform.monotonic_ms()))),
            needs_person: state.last_error.as_deref().is_some_and(needs_person),
            last_success_ms: state.last_success_ms,
            last_attempt_ms: state.last_attempt_ms,
            last_error: state
                .last_error
                .as_deref()
                .map(|code| name(round_code(code))),
        },
        waiting: waiting
            .iter()
            .map(|one| change(conn, one))
            .collect::<Result<_, _>>()?,
        photos_waiting,
        photos_waiting_bytes: bytes(photo_bytes),
        photos_for_wifi: if work.photos_wait { work.photos } else { 0 },
        recorded: changes.recorded + photos.recorded,
        verified: changes.verified + photos.verified,
        database_bytes: bytes(desk.store.bytes()),
    })
}

/// Rounded up, so that "in 1 s" is not over already.
fn seconds(ms: i64) -> u32 {
    u32::try_from(ms.max(0).saturating_add(999) / 1000).unwrap_or(u32::MAX)
}

/// A code as the screens know it.
fn name(code: ErrorCode) -> String {
    match serde_json::to_value(code) {
        Ok(serde_json::Value::String(name)) => name,
        _ => "internal".to_owned(),
    }
}

pub(crate) fn change(
    conn: &Connection,
    waiting: &Waiting,
) -> Result<view::WaitingChange, CallError> {
    let edit = waiting.edit();
    let (kind, visit) = match &edit {
        Some(Edit::SaveVisitV1(visit)) => ("save_visit_v1", Some(visit.id)),
        Some(Edit::VoidVisitV1(void)) => ("void_visit_v1", Some(void.visit_id)),
        Some(Edit::ReviewVisitV1(review)) => ("review_visit_v1", Some(review.visit_id)),
        Some(Edit::SendBatchV1(_)) => ("send_batch_v1", None),
        Some(Edit::SaveHouseholdV1(_)) => ("save_household_v1", None),
        Some(Edit::SaveMemberV1(_)) => ("save_member_v1", None),
        Some(Edit::ResolveFactV1(_)) => ("resolve_fact_v1", None),
        Some(Edit::RaiseProblemV1(_)) => ("raise_problem_v1", None),
        Some(Edit::MoveProblemV1(_)) => ("move_problem_v1", None),
        Some(Edit::SaveEntryV1(_)) => ("save_entry_v1", None),
        Some(Edit::MoveEntryV1(_)) => ("move_entry_v1", None),
        None => ("unknown", None),
    };
    let household = household_of(conn, edit.as_ref())?;
    let title = match (&edit, visit) {
        (Some(Edit::SendBatchV1(batch)), _) => count(batch.visits.len()).to_string(),
        (Some(edit @ (Edit::RaiseProblemV1(_) | Edit::MoveProblemV1(_))), _) => {
            head_of_problem(conn, edit)?
        }
        (Some(edit @ (Edit::SaveEntryV1(_) | Edit::MoveEntryV1(_))), _) => {
            head_of_entry(conn, edit)?
        }
        _ if household.is_some() => household
            .as_ref()
            .map_or_else(String::new, |household| household.head_name.clone()),
        (_, Some(id)) => board::visit(conn, id)?.map_or_else(String::new, |line| line.head_name),
        _ => String::new(),
    };
    Ok(view::WaitingChange {
        change_id: waiting.change_id.to_string(),
        kind: kind.to_owned(),
        title,
        visit_id: visit.map(|id| id.to_string()),
        household_id: household.map(|household| household.id.to_string()),
        entry_id: match &edit {
            Some(Edit::SaveEntryV1(saved)) => Some(saved.id.to_string()),
            Some(Edit::MoveEntryV1(moved)) => Some(moved.entry_id.to_string()),
            _ => None,
        },
        problem_id: match &edit {
            Some(Edit::RaiseProblemV1(raised)) => Some(raised.id.to_string()),
            Some(Edit::MoveProblemV1(moved)) => Some(moved.problem_id.to_string()),
            _ => None,
        },
        made_ms: waiting.made_at.wall_ms,
        delivery: delivery(waiting.delivery, waiting.behind),
        code: waiting.code.clone(),
        field: waiting.field.clone(),
        attempts: waiting.attempts,
    })
}

pub(crate) fn delivery(stands: Delivery, is_behind: bool) -> view::Delivery {
    match stands {
        Delivery::Queued | Delivery::Withdrawn if is_behind => view::Delivery::Behind,
        Delivery::Queued | Delivery::Withdrawn => view::Delivery::Queued,
        Delivery::Held => view::Delivery::Held,
        Delivery::Quarantined => view::Delivery::Quarantined,
        Delivery::Parked => view::Delivery::Parked,
    }
}

/// The head of the household a problem is about, or the village it is about.
fn head_of_problem(conn: &Connection, edit: &Edit) -> Result<String, CallError> {
    match edit {
        Edit::RaiseProblemV1(raised) => problems::about_raised(conn, raised),
        Edit::MoveProblemV1(moved) => problems::about(conn, moved.problem_id),
        _ => Ok(String::new()),
    }
}

/// The head of the household an entry is about; empty for a village's or a cadre's own.
fn head_of_entry(conn: &Connection, edit: &Edit) -> Result<String, CallError> {
    let id = match edit {
        Edit::SaveEntryV1(saved) => saved.id,
        Edit::MoveEntryV1(moved) => moved.entry_id,
        _ => return Ok(String::new()),
    };
    let Some(known) = store::entry::get(conn, id)? else {
        return Ok(String::new());
    };
    let household = known.household_id();
    if let Some(row) = known.row {
        return Ok(row.head_name);
    }
    let home = match household {
        Some(id) => household::row(conn, id)?,
        None => None,
    };
    Ok(home.map_or_else(String::new, |home| home.head_name))
}

/// Whose facts an edit corrects or decides.
fn household_of(conn: &Connection, edit: Option<&Edit>) -> Result<Option<HouseholdV1>, CallError> {
    let record = match edit {
        Some(
            edit @ (Edit::SaveHouseholdV1(_) | Edit::SaveMemberV1(_) | Edit::ResolveFactV1(_)),
        ) => edit.record(),
        _ => return Ok(None),
    };
    let id = match record.kind {
        RecordKind::Household => record.id.parse().ok(),
        RecordKind::Member => match record.id.parse() {
            Ok(id) => member::get(conn, id)?.map(|member| member.household_id),
            Err(_) => None,
        },
        _ => None,
    };
    Ok(match id {
        Some(id) => household::get(conn, id)?,
        None => None,
    })
}

fn entry(entry: journal::Entry) -> view::JournalEntry {
    let journal::Entry {
        position,
        at_ms,
        event,
        subject,
        count,
        code,
    } = entry;
    view::JournalEntry {
        position,
        at_ms,
        event,
        subject,
        count: count.and_then(|count| u32::try_from(count).ok()),
        code,
    }
}
