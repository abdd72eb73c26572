//! Beginning a visit: everything known is there before the first tap.

use std::collections::HashSet;

use domain::checklist::{AnswerKey, AnswerValue, Answers, prefill};
use domain::id::{HouseholdId, VisitId};
use protocol::row::MemberV1;
use protocol::rules;
use protocol::visit::VisitV1;
use store::answer::{Answer, Origin};
use store::visit::{Phase, VisitRow};
use store::{Connection, Transaction, county_visit, draft, household, member};

use super::sheet::{self, Sheet};
use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::templates;
use crate::views::visit::{StartVisit, VisitForm};

/// Visits looked back at: a short one between two long ones must not hide what the long one knew.
const LOOK_BACK: usize = 4;

/// Who may speak for a household.
const ADULT: u32 = 18;

impl App {
    pub(crate) async fn start_visit(&self, start: StartVisit) -> Result<VisitForm, CallError> {
        self.change(move |desk| {
            let household = households::id(&start.household_id)?;
            desk.write(|tx| {
                let id = match open_draft(tx, household)? {
                    Some(id) => id,
                    None => begin(desk, tx, household, &start.profile)?,
                };
                Sheet::load(desk, tx, id)?.form(desk, tx)
            })
        })
        .await
    }
}

/// The household's unfinished visit: there is never a second one.
fn open_draft(conn: &Connection, household: HouseholdId) -> Result<Option<VisitId>, CallError> {
    let rows = store::visit::of_household(conn, household)?;
    Ok(rows
        .into_iter()
        .find(|row| row.phase == Phase::Draft)
        .map(|row| row.visit_id))
}

fn begin(
    desk: &Desk,
    tx: &Transaction<'_>,
    household_id: HouseholdId,
    profile: &str,
) -> Result<VisitId, CallError> {
    let template = templates::in_force(desk, tx)?;
    if template.profile(profile).is_none() {
        return Err(CallError::new(ErrorCode::BadArguments).at("profile"));
    }
    let household = household::get(tx, household_id)?.ok_or(ErrorCode::NotFound)?;
    let members = member::of_household(tx, household_id)?;
    let id = VisitId::from_uuid(desk::new_id());
    let previous = previous(desk, tx, household_id, id, None)?;
    let facts = sheet::facts(tx, &household, &members, desk.now)?;
    let known = known(desk, profile, &members, &previous);
    let suggested = over_roster(&members, &previous);
    let carried = prefill(&template, profile, &facts, &suggested, &known).suggestions;
    let row = VisitRow {
        visit_id: id,
        household_id,
        visitor_id: desk::device(tx)?.person_id,
        profile: profile.to_owned(),
        template_id: template.id.clone(),
        template_version: template.version.clone(),
        revision: 1,
        phase: Phase::Draft,
        started_ms: desk.now.as_ms(),
        ended_ms: None,
        location: None,
        photo_waiver: None,
        sealed_change_id: None,
    };
    let given = known
        .iter()
        .map(|(key, answer)| (key, answer.value.clone(), Origin::Touched));
    let taken_over = carried
        .into_iter()
        .map(|(key, value)| (key, value, Origin::Carried));
    let answers: Vec<Answer> = given
        .chain(taken_over)
        .map(|(key, value, origin)| Answer {
            item: key.item,
            member: key.member,
            value: (&value).into(),
            origin,
        })
        .collect();
    templates::keep(tx, &template)?;
    draft::start(tx, &row, &answers)?;
    Ok(id)
}

/// What is most likely true of the visit itself; one tap changes it.
fn known(desk: &Desk, profile: &str, members: &[MemberV1], previous: &Answers) -> Answers {
    let mut known = Answers::new();
    let purpose = if profile == "four_ones" {
        "four_ones"
    } else {
        "routine"
    };
    known.set(
        AnswerKey::of("visit_method"),
        AnswerValue::Choice("on_site".to_owned()),
    );
    known.set(
        AnswerKey::of("visit_purpose"),
        AnswerValue::Choices(vec![purpose.to_owned()]),
    );
    known.set(
        AnswerKey::of("household_presence"),
        AnswerValue::Choice("present".to_owned()),
    );
    let head = members.iter().find(|member| {
        member.relation == "户主"
            && member.active
            && households::age(member, desk.today()).is_some_and(|age| age >= ADULT)
    });
    if let Some(head) = head {
        known.set(
            AnswerKey::of("respondent_member"),
            AnswerValue::Member(head.id),
        );
        // Only the same person's word from last time says that he can be asked.
        let same = previous.value("respondent_member", None) == Some(&AnswerValue::Member(head.id));
        if same && previous.choice("respondent_can_answer", None) == Some("yes") {
            known.set(
                AnswerKey::of("respondent_can_answer"),
                AnswerValue::Choice("yes".to_owned()),
            );
        }
    }
    known
}

/// What the county's roster knows of the members, where no visit has said otherwise.
fn over_roster(members: &[MemberV1], previous: &Answers) -> Answers {
    let mut answers = Answers::new();
    for member in members.iter().filter(|member| member.active) {
        let mut set = |item: &str, value| {
            let key = AnswerKey {
                item: item.to_owned(),
                member: Some(member.id),
            };
            answers.set(key, value);
        };
        set(
            "school_status",
            AnswerValue::Choice(member.school_status.clone()),
        );
        if !member.health.is_empty() {
            set("health_status", AnswerValue::Choices(member.health.clone()));
        }
        if let Some(labor) = &member.labor {
            set("labor_skill", AnswerValue::Choice(labor.clone()));
        }
    }
    for (key, answer) in previous.iter() {
        answers.insert(key, answer.clone());
    }
    answers
}

/// What earlier visits answered: for each section the newest visit that answered it, whole, so
/// that no section is put together from two days.
pub(crate) fn previous(
    desk: &Desk,
    conn: &Connection,
    household: HouseholdId,
    except: VisitId,
    before_ms: Option<i64>,
) -> Result<Answers, CallError> {
    let mut previous = Answers::new();
    let mut taken: HashSet<String> = HashSet::new();
    for visit in earlier(conn, household, except, before_ms)? {
        let mut here = HashSet::new();
        let template = templates::to_show(desk, conn, &visit.template_version)?;
        for (key, answer) in rules::answers(&visit.answers).iter() {
            let Some((section, _)) = template.item(&key.item) else {
                continue;
            };
            if !taken.contains(&section.code) {
                here.insert(section.code.clone());
                previous.insert(key, answer.clone());
            }
        }
        taken.extend(here);
    }
    Ok(previous)
}

/// The visits before, newest first: the county's, and those still waiting on this phone.
fn earlier(
    conn: &Connection,
    household: HouseholdId,
    except: VisitId,
    before_ms: Option<i64>,
) -> Result<Vec<VisitV1>, CallError> {
    let mut found: Vec<(i64, VisitId)> = county_visit::of_household(conn, household)?
        .into_iter()
        .filter(|row| row.state != "voided")
        .map(|row| (row.ended_ms, row.visit_id))
        .collect();
    for row in store::visit::of_household(conn, household)? {
        let ended = row.ended_ms.filter(|_| row.phase == Phase::Sealed);
        if let Some(ended) = ended.filter(|_| found.iter().all(|(_, id)| *id != row.visit_id)) {
            found.push((ended, row.visit_id));
        }
    }
    found.retain(|(ended, id)| *id != except && before_ms.is_none_or(|before| *ended <= before));
    found.sort_by_key(|(ended, _)| std::cmp::Reverse(*ended));
    let mut visits = Vec::new();
    for (_, id) in found.into_iter().take(LOOK_BACK) {
        let own = match store::visit::get(conn, id)? {
            Some(row) => store::visit::revision(conn, id, row.revision)?,
            None => None,
        };
        visits.extend(match own {
            Some(visit) => Some(visit),
            None => county_visit::get(conn, id)?.map(|state| state.visit),
        });
    }
    Ok(visits)
}
