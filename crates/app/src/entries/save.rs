//! What a person writes into ledgers and does with entries: judged by the domain before it is
//! saved, queued, and taken back while it has not left.

use domain::id::{ChangeId, EntryId, EntryStepId};
use domain::ledger::{Checked, EntryRefused, Scope, Values, check, decide, dynamics};
use domain::time::parse_date;
use protocol::edit::Edit;
use protocol::entry::MoveEntryV1;
use store::entry::{self, Written};
use store::{Connection, Transaction, household};

use super::case::Case;
use super::form::{Target, to_values, to_view};
use super::page::page;
use super::{draft, known};
use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::views::entries as view;
use crate::views::me::ParkedRef;
use crate::visit::sheet;
use crate::words::codes;

/// Characters in a reason.
const MOST_WORDS: usize = 1000;
/// Entries looked through for one that is alike.
const LOOKED_THROUGH: u32 = 500;

impl App {
    pub(crate) async fn save_entry(
        &self,
        input: view::EntryInput,
    ) -> Result<view::EntryPage, CallError> {
        let page = self
            .change(move |desk| {
                desk.write(|tx| {
                    let id = save(desk, tx, input)?;
                    page(desk, tx, id)
                })
            })
            .await?;
        self.start_round();
        Ok(page)
    }

    pub(crate) async fn move_entry(
        &self,
        input: view::EntryInput,
    ) -> Result<view::EntryPage, CallError> {
        let page = self
            .change(move |desk| {
                desk.write(|tx| {
                    let id = take(desk, tx, input)?;
                    page(desk, tx, id)
                })
            })
            .await?;
        self.start_round();
        Ok(page)
    }

    /// Takes back what never left or was refused; what was typed for it is in its form again.
    pub(crate) async fn withdraw_entry(
        &self,
        wanted: ParkedRef,
    ) -> Result<view::EntryWithdrawn, CallError> {
        self.change(move |desk| {
            let change: ChangeId = wanted
                .change_id
                .parse()
                .map_err(|_| CallError::new(ErrorCode::BadArguments).at("change_id"))?;
            desk.write(|tx| withdraw(desk, tx, change))
        })
        .await
    }
}

fn save(desk: &Desk, tx: &Transaction<'_>, input: view::EntryInput) -> Result<EntryId, CallError> {
    let target = Target::find(desk, tx, &input.target)?;
    if target.step.is_some() {
        return Err(CallError::new(ErrorCode::BadArguments).at("step"));
    }
    let values = checked(desk, &target, to_values(input.values))?;
    alike(tx, &target, &values)?;
    let id = target
        .case
        .as_ref()
        .map_or_else(|| EntryId::from_uuid(desk::new_id()), |case| case.id);
    let village = (target.ledger.scope == Scope::Village)
        .then(|| target.who.village_code())
        .flatten();
    let written = Written {
        id,
        ledger: &target.ledger.code,
        household_id: target
            .household_id
            .filter(|_| target.ledger.scope == Scope::Household),
        area_code: village,
        values: &values,
        saved_ms: desk.wall.as_ms(),
    };
    let change = ChangeId::from_uuid(desk::new_id());
    entry::save(tx, &written, change, &desk.clock(tx)?)?;
    Ok(id)
}

/// What was typed as it would be kept, or the first thing that is wrong with it.
fn checked(desk: &Desk, target: &Target, given: Values) -> Result<Values, CallError> {
    let members = known::ids(&target.members);
    // Someone who has left the household since is still whom an older entry is about.
    let known = target.case.is_none() && target.household_id.is_some();
    let ground = domain::ledger::Ground {
        today: desk.today(),
        codes: codes(),
        members: known.then_some(members.as_slice()),
    };
    let Checked { values, faults, .. } = check(target.fields(), &given, &ground);
    match faults.into_iter().next() {
        None => Ok(values),
        Some(fault) => Err(CallError::new(code(fault.code)).at(fault.field)),
    }
}

fn code(fault: &str) -> ErrorCode {
    match fault {
        "empty" => ErrorCode::FactEmpty,
        "unknown_option" => ErrorCode::AnswerNotAnOption,
        "not_together" => ErrorCode::AnswerNotTogether,
        "too_long" => ErrorCode::AnswerTooLong,
        "out_of_range" => ErrorCode::FactOutOfRange,
        "not_a_date" => ErrorCode::AnswerNotADate,
        "in_the_future" => ErrorCode::DateInFuture,
        "before_the_start" => ErrorCode::DateBeforeStart,
        "unknown_member" => ErrorCode::AnswerNotAMember,
        "unknown_field" => ErrorCode::BadArguments,
        _ => ErrorCode::AnswerWrongType,
    }
}

/// The county refuses a second one; better to hear it before it is saved.
fn alike(conn: &Connection, target: &Target, values: &Values) -> Result<(), CallError> {
    let unique = &target.ledger.unique;
    let Some(first) = unique.first() else {
        return Ok(());
    };
    let known = match target.household_id {
        Some(id) => entry::of_household(conn, id)?,
        None => entry::of_ledger(conn, &target.ledger.code, LOOKED_THROUGH)?,
    };
    let own = target.case.as_ref().map(|case| case.id);
    let same = Case::all(conn, &target.who, known)?
        .into_iter()
        .any(|case| {
            case.ledger.code == target.ledger.code
                && Some(case.id) != own
                && !case.is_voided()
                && (target.ledger.scope != Scope::Person || case.actor.is_author)
                && unique
                    .iter()
                    .all(|code| case.values.get(code) == values.get(code))
        });
    if same {
        return Err(CallError::new(ErrorCode::EntryTwice).at(first));
    }
    Ok(())
}

fn take(desk: &Desk, tx: &Transaction<'_>, input: view::EntryInput) -> Result<EntryId, CallError> {
    let target = Target::find(desk, tx, &input.target)?;
    let (Some(case), Some(step)) = (&target.case, &target.step) else {
        return Err(CallError::new(ErrorCode::BadArguments).at("step"));
    };
    let reason = input.reason.trim();
    if reason.contains('\0') {
        return Err(CallError::new(ErrorCode::BadArguments).at("reason"));
    }
    if reason.chars().count() > MOST_WORDS {
        return Err(CallError::new(ErrorCode::AnswerTooLong).at("reason"));
    }
    decide(
        target.ledger,
        &case.state,
        step,
        case.actor,
        !reason.is_empty(),
    )?;
    let fields = checked(desk, &target, to_values(input.values))?;
    if target.ledger.code == "case" {
        hindered(desk, tx, &target, case, step, &fields)?;
    }
    let moved = MoveEntryV1 {
        id: EntryStepId::from_uuid(desk::new_id()),
        entry_id: case.id,
        step: step.clone(),
        seen_state: case.state.clone(),
        reason: (target.needs_reason() && !reason.is_empty()).then(|| reason.to_owned()),
        fields,
        moved_ms: desk.wall.as_ms(),
    };
    let change = ChangeId::from_uuid(desk::new_id());
    entry::save_move(tx, &target.ledger.code, &moved, change, &desk.clock(tx)?)?;
    Ok(case.id)
}

/// The procedure of household dynamics holds on the phone too (DOMAIN §5.3). What only the county
/// knows, it decides.
fn hindered(
    desk: &Desk,
    conn: &Connection,
    target: &Target,
    case: &Case,
    step: &str,
    now: &Values,
) -> Result<(), CallError> {
    let home = match target.household_id {
        Some(id) => household::get(conn, id)?,
        None => None,
    };
    let params = sheet::params(conn, desk.today())?;
    let mut said: Vec<(String, Values)> = case
        .steps
        .iter()
        .map(|line| (line.step.clone(), line.fields.clone()))
        .collect();
    said.extend(case.pending.iter().filter_map(|one| match &one.edit {
        Edit::MoveEntryV1(moved) => Some((moved.step.clone(), moved.fields.clone())),
        _ => None,
    }));
    let ground = dynamics::Ground {
        today: desk.today(),
        params: &params,
        household: dynamics::Household {
            monitored: home
                .as_ref()
                .is_some_and(|home| home.monitor_category.is_some() && !home.risk_eliminated),
            since: home
                .as_ref()
                .and_then(|home| home.monitor_since.as_deref())
                .and_then(|since| {
                    parse_date(&format!("{}-{}-01", since.get(..4)?, since.get(4..6)?))
                }),
            no_labor: home.as_ref().is_some_and(|home| home.no_labor),
            exits_waiting: false,
        },
        case: &case.values,
        said: &said,
        now,
    };
    let Some((code, field)) = dynamics::hindrance(step, &ground) else {
        return Ok(());
    };
    Err(CallError::new(match code {
        "authorisation_needed" => ErrorCode::AuthorisationNeeded,
        "notice_too_short" => ErrorCode::NoticeTooShort,
        "notice_running" => ErrorCode::NoticeRunning,
        "exits_first" => ErrorCode::ExitsFirst,
        "category_needed" => ErrorCode::CategoryNeeded,
        "already_monitored" => ErrorCode::AlreadyMonitored,
        "not_monitored" => ErrorCode::NotMonitored,
        "too_soon" => ErrorCode::TooSoon,
        _ => ErrorCode::NoLabor,
    })
    .at(field))
}

fn withdraw(
    desk: &Desk,
    tx: &Transaction<'_>,
    change: ChangeId,
) -> Result<view::EntryWithdrawn, CallError> {
    let edits = entry::withdraw(tx, change)?;
    let mut first = None;
    for edit in edits {
        let input = match edit {
            Edit::SaveEntryV1(saved) => {
                let known = entry::get(tx, saved.id)?;
                let mut values = known
                    .as_ref()
                    .and_then(|known| known.row.as_ref())
                    .map_or_else(Values::new, |row| row.fields.clone());
                entry::lay(&mut values, &saved);
                view::EntryInput {
                    target: view::EntryFormQuery {
                        ledger: saved.ledger.clone(),
                        household_id: saved.household_id.map(|id| id.to_string()),
                        entry_id: known.map(|known| known.id.to_string()),
                        step: None,
                    },
                    values: to_view(values),
                    reason: String::new(),
                }
            }
            Edit::MoveEntryV1(moved) => {
                let Some(known) = entry::get(tx, moved.entry_id)? else {
                    // The entry itself was taken back: its steps have nothing to stand on.
                    continue;
                };
                view::EntryInput {
                    target: view::EntryFormQuery {
                        ledger: known.ledger().unwrap_or_default().to_owned(),
                        household_id: known.household_id().map(|id| id.to_string()),
                        entry_id: Some(moved.entry_id.to_string()),
                        step: Some(moved.step.clone()),
                    },
                    values: to_view(moved.fields),
                    reason: moved.reason.unwrap_or_default(),
                }
            }
            _ => continue,
        };
        // A step without a form leaves nothing to go on with.
        if !(input.values.is_empty() && input.reason.is_empty()) {
            draft::put(desk, tx, &input)?;
        }
        first.get_or_insert(input.target);
    }
    Ok(view::EntryWithdrawn {
        target: first.ok_or(ErrorCode::NotFound)?,
    })
}

impl From<EntryRefused> for CallError {
    fn from(refused: EntryRefused) -> Self {
        let (code, field) = match refused {
            EntryRefused::NotFromHere => (ErrorCode::EntryMoved, "step"),
            EntryRefused::WrongRole => (ErrorCode::ProblemNotYours, "step"),
            EntryRefused::OwnWork => (ErrorCode::EntryOwnWork, "step"),
            EntryRefused::ReasonNeeded => (ErrorCode::ReasonMissing, "reason"),
        };
        Self::new(code).at(field)
    }
}
