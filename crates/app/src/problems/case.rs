//! One problem as it stands for the phone's owner: the county's row, with what was done here laid
//! over it by the same rules the county decides with.

use domain::id::PersonId;
use domain::problem::{
    Given, ProblemActor, ProblemMove, ProblemRole, ProblemStanding, ProblemState, decide, due,
    due_after, moves,
};
use domain::time::{Date, Timestamp, parse_date};
use protocol::edit::Edit;
use protocol::problem::{MoveProblemV1, ProblemStateV1, RaiseProblemV1};
use protocol::row::{PersonV1, Role, TeamV1};
use store::facts::Pending;
use store::outbox::Delivery;
use store::problem::Known;
use store::{Connection, household, roll};

use crate::desk;
use crate::error::CallError;
use crate::views::problems::LedgerVillage;
use crate::visit::sheet;
use crate::words::codes;

/// What is done on a phone; the rest names people and days of the whole town, at the console.
const ON_PHONE: [ProblemMove; 9] = [
    ProblemMove::Register,
    ProblemMove::Finish,
    ProblemMove::Verify,
    ProblemMove::Start,
    ProblemMove::FixAtOnce,
    ProblemMove::SendBack,
    ProblemMove::Decline,
    ProblemMove::Reopen,
    ProblemMove::Cancel,
];

/// Digits of a village's code (DOMAIN §3).
const VILLAGE_DIGITS: usize = 12;

/// The phone's owner, and the teams he knows.
pub(crate) struct Who {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    owner: Option<PersonV1>,
    teams: Vec<TeamV1>,
}

impl Who {
    pub(crate) fn load(conn: &Connection) -> Result<Self, CallError> {
        let owner = desk::owner(conn)?;
        Ok(Self {
            id: desk::device(conn)?.person_id,
            name: owner
                .as_ref()
                .map_or_else(String::new, |one| one.name.clone()),
            owner,
            teams: roll::teams(conn)?,
        })
    }

    /// The code of the village he works in, by team or by role; absent for whoever has none.
    pub(crate) fn village_code(&self) -> Option<&str> {
        let own = |team: &&TeamV1| {
            team.captain_id == self.id || team.members.iter().any(|member| member.id == self.id)
        };
        let team = self
            .teams
            .iter()
            .find(own)
            .map(|team| team.village_code.as_str());
        let roles = self.owner.iter().flat_map(|owner| &owner.roles);
        team.or_else(|| {
            let mut areas = roles.map(|role| role.area.as_str());
            areas.find(|area| area.len() == VILLAGE_DIGITS)
        })
    }

    /// What the village of a code is called, where he knows.
    pub(crate) fn village_name(&self, area_code: &str) -> Option<String> {
        let team = self
            .teams
            .iter()
            .find(|team| team.village_code == area_code);
        team.map(|team| team.village.clone())
    }

    /// In what capacity he acts on something of a village. A name may be another village's too:
    /// only the code tells.
    pub(crate) fn role(&self, area_code: Option<&str>) -> ProblemRole {
        let Some(code) = area_code else {
            return ProblemRole::Cadre;
        };
        let team = self.teams.iter().find(|team| team.village_code == code);
        let leads = team.is_some_and(|team| team.captain_id == self.id);
        let roles = self.owner.iter().flat_map(|owner| &owner.roles);
        roles
            .filter(|role| !role.area.is_empty() && code.starts_with(&role.area))
            .filter_map(|role| match role.role {
                Role::TownCaptain => Some(ProblemRole::Town),
                Role::Captain => Some(ProblemRole::Captain),
                Role::Cadre | Role::County | Role::Administrator | Role::Unknown => None,
            })
            .chain(leads.then_some(ProblemRole::Captain))
            .max()
            .unwrap_or(ProblemRole::Cadre)
    }

    /// What a village is called, as far as its team says.
    pub(super) fn village(&self, area_code: Option<&str>) -> String {
        let of = |team: &&TeamV1| Some(team.village_code.as_str()) == area_code;
        let team = self.teams.iter().find(of);
        team.map_or_else(String::new, |team| team.village.clone())
    }

    /// Villages whose problems are his to report.
    pub(super) fn villages(&self) -> Vec<LedgerVillage> {
        let led = self
            .teams
            .iter()
            .filter(|team| self.role(Some(&team.village_code)) >= ProblemRole::Captain);
        let mut villages: Vec<LedgerVillage> = Vec::new();
        for team in led {
            // A village may have two teams.
            if villages
                .iter()
                .all(|one| one.area_code != team.village_code)
            {
                villages.push(LedgerVillage {
                    area_code: team.village_code.clone(),
                    name: team.village.clone(),
                });
            }
        }
        villages
    }
}

/// One problem, as it stands for somebody.
pub(super) struct Case {
    /// As the county has it, with what was done here laid over it.
    pub(super) row: ProblemStateV1,
    /// Absent for a state that a newer county knows: nothing can be done with it here.
    pub(super) state: Option<ProblemState>,
    pub(super) due: Option<Date>,
    pub(super) actor: ProblemActor,
    pub(super) pending: Vec<Pending>,
    /// False once the county shows it to this person no longer: it can only be looked at.
    in_scope: bool,
    pub(super) on_its_way: bool,
    pub(super) refused: Option<String>,
}

impl Case {
    /// Nothing where neither a row nor a raising tells what the problem is.
    pub(super) fn make(
        conn: &Connection,
        who: &Who,
        known: Known,
    ) -> Result<Option<Self>, CallError> {
        let raised = known.raised().cloned();
        let Known {
            id: _,
            row,
            area_code,
            in_scope,
            pending,
        } = known;
        let row = match (row, raised) {
            (Some(row), _) => row,
            (None, Some(raised)) => row_of(conn, who, raised)?,
            (None, None) => return Ok(None),
        };
        let role = who.role(area_code.as_deref());
        let mut case = Self {
            state: row.state.parse().ok(),
            due: row.due.as_deref().and_then(parse_date),
            actor: actor(&row, who.id, role),
            row,
            on_its_way: pending.iter().any(is_on_its_way),
            refused: pending.iter().find_map(refusal),
            pending,
            in_scope,
        };
        case.lay_over(conn, who.id)?;
        Ok(Some(case))
    }

    /// What follows a refused edit waits for a person and changes nothing yet.
    fn lay_over(&mut self, conn: &Connection, me: PersonId) -> Result<(), CallError> {
        let done: Vec<MoveProblemV1> = self
            .pending
            .iter()
            .take_while(|one| one.delivery != Some(Delivery::Parked))
            .filter_map(|one| match &one.edit {
                Edit::MoveProblemV1(moved) => Some(moved.clone()),
                _ => None,
            })
            .collect();
        for moved in done {
            let (Some(standing), Ok(step)) = (self.standing(), moved.step.parse()) else {
                continue;
            };
            // What the county's row has overtaken is no longer a move from here.
            let Ok(after) = decide(&standing, step, self.actor, &given(&moved)) else {
                continue;
            };
            self.state = Some(after.state);
            after.state.as_str().clone_into(&mut self.row.state);
            self.row.round = after.round;
            self.row.verified = after.verified;
            let again = match step {
                ProblemMove::Reopen => self.due_again(conn, moved.moved_ms)?,
                _ => None,
            };
            self.due = due_after(step, self.due, None, again);
            self.row.due = self.due.map(|due| due.to_string());
            if step == ProblemMove::Reopen {
                self.row.first_due.clone_from(&self.row.due);
            }
            if step.reports() {
                self.row.rectifier_id = Some(me);
                self.actor.is_rectifier = true;
            }
        }
        Ok(())
    }

    /// The day the county will give it, opened again then.
    fn due_again(&self, conn: &Connection, at_ms: i64) -> Result<Option<Date>, CallError> {
        let day = Timestamp::from_ms(at_ms).shanghai_date();
        let params = sheet::params(conn, day)?;
        let days = codes().due_days(&self.row.severity, &params);
        Ok(due(day, days, None))
    }

    pub(super) fn standing(&self) -> Option<ProblemStanding> {
        Some(ProblemStanding {
            state: self.state?,
            round: self.row.round,
            critical: self.is_critical(),
            verified: self.row.verified,
            due: self.due,
        })
    }

    pub(super) fn is_critical(&self) -> bool {
        self.row.severity == "critical"
    }

    pub(super) fn is_open(&self) -> bool {
        self.state.is_none_or(ProblemState::is_open)
    }

    /// What this person may do on the phone, the first thing to do first.
    pub(super) fn moves(&self) -> Vec<ProblemMove> {
        // A raising that was refused must be decided before anything is built on it.
        let is_refused = self.pending.iter().any(|one| {
            matches!(one.edit, Edit::RaiseProblemV1(_)) && one.delivery == Some(Delivery::Parked)
        });
        let Some(standing) = self.standing().filter(|_| !is_refused && self.in_scope) else {
            return Vec::new();
        };
        let open = moves(&standing, self.actor);
        let mut here: Vec<ProblemMove> = ON_PHONE
            .into_iter()
            .filter(|step| open.contains(step))
            // Verified once, a critical problem waits for the county.
            .filter(|step| *step != ProblemMove::Verify || !standing.verified)
            .collect();
        // What is newly assigned is begun first, though it may be finished in one go.
        if standing.state == ProblemState::Assigned {
            here.sort_by_key(|step| *step != ProblemMove::Start);
        }
        here
    }

    /// Whether town has moves here that only the county's console offers.
    pub(super) fn is_for_console(&self) -> bool {
        let is_town = self.actor.role >= ProblemRole::Town;
        let open = self
            .standing()
            .map(|standing| moves(&standing, self.actor))
            .unwrap_or_default();
        is_town && open.iter().any(|step| !ON_PHONE.contains(step))
    }
}

/// Whether a move is one a phone offers.
pub(super) fn is_on_phone(step: ProblemMove) -> bool {
    ON_PHONE.contains(&step)
}

fn actor(row: &ProblemStateV1, me: PersonId, role: ProblemRole) -> ProblemActor {
    ProblemActor {
        role,
        is_owner: row.owner_id == Some(me),
        is_rectifier: row.rectifier_id == Some(me),
    }
}

/// What came with a move, as the decider asks.
pub(super) fn given(moved: &MoveProblemV1) -> Given {
    Given {
        round: moved.round,
        reason: moved.reason.is_some(),
        evidence: !moved.photos.is_empty() || moved.photo_waiver.is_some(),
        on_site: moved.on_site,
        owner: moved.owner_id.is_some(),
        due: moved.due.as_deref().and_then(parse_date),
        other: moved.other_id.is_some(),
    }
}

fn is_on_its_way(one: &Pending) -> bool {
    one.delivery
        .is_some_and(|delivery| delivery != Delivery::Parked)
}

fn refusal(one: &Pending) -> Option<String> {
    let is_parked = one.delivery == Some(Delivery::Parked);
    is_parked.then(|| one.code.clone().unwrap_or_default())
}

/// A problem raised here, as the county would show it before anybody did anything.
fn row_of(
    conn: &Connection,
    who: &Who,
    raised: RaiseProblemV1,
) -> Result<ProblemStateV1, CallError> {
    let home = match raised.household_id {
        Some(household) => household::row(conn, household)?,
        None => None,
    };
    let RaiseProblemV1 {
        id,
        household_id,
        area_code,
        member,
        source,
        category,
        severity,
        title,
        detail,
        found_ms,
    } = raised;
    let area_code = home
        .as_ref()
        .map(|home| home.area_code.clone())
        .or(area_code);
    let (head_name, village, group) = match home {
        Some(home) => (home.head_name, home.village, home.group_name),
        None => (
            String::new(),
            who.village(area_code.as_deref()),
            String::new(),
        ),
    };
    Ok(ProblemStateV1 {
        id,
        number: None,
        household_id,
        head_name,
        area_code,
        village,
        group,
        member,
        source,
        category,
        severity,
        title,
        detail,
        state: ProblemState::Found.as_str().to_owned(),
        round: 0,
        verified: false,
        role: String::new(),
        unit: String::new(),
        cooperating_units: Vec::new(),
        owner_id: None,
        owner_name: String::new(),
        rectifier_id: None,
        due: None,
        first_due: None,
        found_ms,
        visit_id: None,
        merged_into: None,
        version: 0,
        steps: Vec::new(),
    })
}
