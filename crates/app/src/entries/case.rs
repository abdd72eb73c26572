//! One entry as it stands for the phone's owner: the county's row, with what was done here laid
//! over it by the same rules the county decides with.

use domain::id::{EntryId, HouseholdId, PersonId};
use domain::ledger::{
    EntryActor, EntryRole, EntryValue, Ledger, VOID, VOIDED, Values, decide, due, ledgers,
    may_correct, moves,
};
use domain::problem::ProblemRole;
use domain::time::{Date, Timestamp, parse_date};
use protocol::edit::Edit;
use protocol::entry::EntryStepLineV1;
use store::entry::{self, Known};
use store::facts::Pending;
use store::outbox::Delivery;
use store::{Connection, household};

use super::text;
use crate::desk::Desk;
use crate::error::CallError;
use crate::problems::Who;
use crate::views::Labelled;
use crate::views::entries as view;
use crate::visit::sheet;

pub(super) struct Case {
    pub(super) id: EntryId,
    pub(super) ledger: &'static Ledger,
    pub(super) household_id: Option<HouseholdId>,
    pub(super) head_name: String,
    pub(super) village: String,
    pub(super) author_name: String,
    pub(super) state: String,
    pub(super) values: Values,
    pub(super) due: Option<Date>,
    pub(super) made_ms: i64,
    pub(super) steps: Vec<EntryStepLineV1>,
    pub(super) pending: Vec<Pending>,
    pub(super) on_its_way: bool,
    pub(super) refused: Option<String>,
    pub(super) actor: EntryActor,
    /// The county has shown it.
    pub(super) is_at_county: bool,
}

impl Case {
    pub(super) fn all(
        conn: &Connection,
        who: &Who,
        found: Vec<Known>,
    ) -> Result<Vec<Self>, CallError> {
        found
            .into_iter()
            .filter_map(|known| Self::make(conn, who, known).transpose())
            .collect()
    }

    /// Nothing for a ledger that only a newer app knows.
    pub(super) fn make(
        conn: &Connection,
        who: &Who,
        known: Known,
    ) -> Result<Option<Self>, CallError> {
        let Some(ledger) = known.ledger().and_then(|code| ledgers().find(code)) else {
            return Ok(None);
        };
        let household_id = known.household_id();
        let home = match (household_id, &known.row) {
            (Some(id), None) => household::row(conn, id)?,
            _ => None,
        };
        let made_ms = known.written().map_or(0, |saved| saved.saved_ms);
        let written_at = known.written().and_then(|saved| saved.area_code.clone());
        let Known { id, row, pending } = known;
        let is_at_county = row.is_some();
        let mut case = match row {
            Some(row) => Self {
                id,
                ledger,
                household_id,
                head_name: row.head_name,
                village: row.village,
                author_name: row.author_name,
                state: row.state,
                values: row.fields,
                due: row.due.as_deref().and_then(parse_date),
                made_ms: row.made_ms,
                steps: row.steps,
                on_its_way: false,
                refused: None,
                actor: actor(who, &row.area_code, row.author_id),
                pending,
                is_at_county,
            },
            None => {
                let (head_name, village) = home
                    .map(|home| (home.head_name, home.village))
                    .unwrap_or_default();
                Self {
                    id,
                    ledger,
                    household_id,
                    head_name,
                    village: match &written_at {
                        Some(code) => who.village_name(code).unwrap_or(village),
                        None => village,
                    },
                    author_name: who.name.clone(),
                    state: ledger.first_state().to_owned(),
                    values: Values::new(),
                    due: None,
                    made_ms,
                    steps: Vec::new(),
                    on_its_way: false,
                    refused: None,
                    actor: EntryActor {
                        role: EntryRole::Anyone,
                        is_author: true,
                    },
                    pending,
                    is_at_county,
                }
            }
        };
        case.on_its_way = case.pending.iter().any(|one| {
            one.delivery
                .is_some_and(|stands| stands != Delivery::Parked)
        });
        case.refused = case.pending.iter().find_map(refusal);
        if case.lay_over() {
            let day = Timestamp::from_ms(case.made_ms).shanghai_date();
            let params = sheet::params(conn, day)?;
            case.due = due(ledger, &case.state, &case.values, &params);
        }
        Ok(Some(case))
    }

    /// A refused edit is shown as it was meant where it is what the entry is; what follows it
    /// waits for a person. Answers whether anything was laid.
    fn lay_over(&mut self) -> bool {
        let mut laid = false;
        for one in &self.pending {
            let is_refused = one.delivery == Some(Delivery::Parked);
            match &one.edit {
                Edit::SaveEntryV1(saved) if !is_refused || !self.is_at_county => {
                    entry::lay(&mut self.values, saved);
                    laid = true;
                }
                Edit::MoveEntryV1(moved) if !is_refused => {
                    let has_reason = moved.reason.is_some();
                    // What the county's row has overtaken is no longer a move from here.
                    if let Ok(to) = decide(
                        self.ledger,
                        &self.state,
                        &moved.step,
                        self.actor,
                        has_reason,
                    ) {
                        to.clone_into(&mut self.state);
                        laid = true;
                    }
                }
                _ => {}
            }
            if is_refused {
                break;
            }
        }
        laid
    }

    pub(super) fn is_settled(&self) -> bool {
        self.ledger.is_settled(&self.state)
    }

    pub(super) fn is_voided(&self) -> bool {
        self.state == VOIDED
    }

    pub(super) fn is_overdue(&self, today: Date) -> bool {
        !self.is_settled() && self.due.is_some_and(|due| due < today)
    }

    /// Whether what is here was refused before anything else of it arrived.
    pub(super) fn is_refused_whole(&self) -> bool {
        !self.is_at_county && self.refused.is_some()
    }

    pub(super) fn moves(&self) -> Vec<&'static str> {
        if self.is_refused_whole() {
            return Vec::new();
        }
        moves(self.ledger, &self.state, self.actor)
    }

    pub(super) fn may_correct(&self) -> bool {
        may_correct(self.ledger, &self.state, self.actor)
    }

    /// Whether it asks something of the phone's owner now: a decision that is his, or what he
    /// himself began and must go on with.
    pub(super) fn asks(&self, today: Date) -> bool {
        if self.refused.is_some() {
            return true;
        }
        let steps = self.moves().into_iter().filter(|step| *step != VOID);
        let mut steps = steps.filter_map(|step| self.ledger.step(step));
        let is_back = self.may_correct() && self.state != self.ledger.first_state();
        is_back
            || steps.any(|step| {
                // Stopping something is nobody's daily task.
                !step.reason
                    && (step.by > EntryRole::Anyone
                        || (self.actor.is_author && self.is_near(today)))
            })
    }

    /// Due within a week, or to be handed on by whoever wrote it.
    fn is_near(&self, today: Date) -> bool {
        match self.due {
            Some(due) => today.until(due).is_ok_and(|left| left.get_days() <= 7),
            None => self.ledger.step("submit").is_some() && self.may_correct(),
        }
    }

    fn value(&self, field: Option<&String>) -> Option<&EntryValue> {
        self.values.get(field?)
    }

    pub(super) fn amount(&self) -> Option<i64> {
        self.value(self.ledger.amount.as_ref())?.number()
    }

    pub(super) fn card(&self, desk: &Desk) -> view::EntryCard {
        let (ledger, today) = (self.ledger, desk.today());
        let day = self.value(ledger.day.as_ref()).and_then(EntryValue::text);
        view::EntryCard {
            entry_id: self.id.to_string(),
            ledger: super::name(ledger, desk),
            title: text::title(self, desk),
            kind: text::kind(self, desk),
            state: state(ledger, &self.state, desk),
            settled: self.is_settled(),
            voided: self.is_voided(),
            day: day.map(str::to_owned),
            amount_fen: self.amount(),
            due: self.due.map(|due| due.to_string()),
            days_left: self
                .due
                .and_then(|due| today.until(due).ok())
                .map(|left| left.get_days()),
            overdue: self.is_overdue(today),
            household_id: self.household_id.map(|id| id.to_string()),
            head_name: self.head_name.clone(),
            village: self.village.clone(),
            author_name: self.author_name.clone(),
            mine: self.actor.is_author,
            on_its_way: self.on_its_way,
            refused: self.refused.clone(),
        }
    }
}

fn actor(who: &Who, area_code: &str, author: PersonId) -> EntryActor {
    let role = match who.role(Some(area_code).filter(|code| !code.is_empty())) {
        ProblemRole::Cadre => EntryRole::Anyone,
        ProblemRole::Captain => EntryRole::Captain,
        ProblemRole::Town => EntryRole::Town,
        ProblemRole::County => EntryRole::County,
    };
    EntryActor {
        role,
        is_author: author == who.id,
    }
}

fn refusal(one: &Pending) -> Option<String> {
    let is_parked = one.delivery == Some(Delivery::Parked);
    is_parked.then(|| one.code.clone().unwrap_or_default())
}

/// A state by its name; a newer county's is shown as it is.
pub(super) fn state(ledger: &Ledger, code: &str, desk: &Desk) -> Labelled {
    let label = match (ledger.state(code), code) {
        (Some(state), _) => state.label(desk.language),
        (None, VOIDED) => desk.language.pick("已作废", Some("Taken out")),
        (None, other) => other,
    };
    Labelled {
        code: code.to_owned(),
        label: label.to_owned(),
    }
}
