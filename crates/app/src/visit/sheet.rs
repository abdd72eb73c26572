//! Everything known of one visit at this moment: its answers, the household, what the engine
//! makes of them. Read from the phone's own work, or from the county's row where that is all
//! there is.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use domain::checklist::{
    Answer, AnswerKey, AnswerValue, Answers, Evaluation, Facts, ProfileMode, Scope, Template,
    evaluate,
};
use domain::codes::Params;
use domain::id::{HouseholdId, PersonId, VisitId};
use domain::time::{Date, Timestamp};
use protocol::row::{HouseholdV1, MemberV1, VisitStateV1};
use protocol::rules;
use protocol::visit::{AnswerV1, GeoV1, VisitV1};
use store::answer::Origin;
use store::visit::{Phase, VisitRow};
use store::{Connection, answer, campaign, county_visit, household, member, roll};

use super::attached::{Shown, attach_photos, declared, own_photos};
use super::start;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::templates;
use crate::words::codes;

/// The item for the visit's own words; in a visit without changes the app proposes them.
pub(crate) const SUMMARY_ITEM: &str = "visit_summary";

/// One visit, evaluated.
pub(crate) struct Sheet {
    pub(crate) id: VisitId,
    pub(crate) household_id: HouseholdId,
    pub(crate) visitor_id: PersonId,
    pub(crate) profile: String,
    pub(crate) template_version: String,
    /// The checklist it is answered under.
    template: Arc<Template>,
    pub(crate) revision: u32,
    /// The phone's own row; absent for visits of others and of a phone before this one.
    pub(crate) own: Option<VisitRow>,
    pub(crate) county: Option<VisitStateV1>,
    pub(crate) started_ms: i64,
    pub(crate) ended_ms: Option<i64>,
    pub(crate) location: Option<GeoV1>,
    pub(crate) household: HouseholdV1,
    pub(crate) members: Vec<MemberV1>,
    pub(crate) answers: Answers,
    /// Where the phone's own answers came from.
    pub(crate) origins: HashMap<AnswerKey, Origin>,
    /// Answers the app gave from what it knows; nobody typed them.
    pub(crate) computed: Vec<AnswerKey>,
    pub(crate) photos: Vec<Shown>,
    /// Problems set aside, with the reason.
    pub(crate) dismissed: BTreeMap<String, String>,
    pub(crate) facts: Facts,
    pub(crate) evaluation: Evaluation,
    /// The visits before, newest answers first.
    pub(crate) previous: Answers,
}

/// Whether the county gave this visit back to `me`, and nothing here has gone on from there.
pub(crate) fn is_returned_to(me: PersonId, own: Option<&VisitRow>, county: &VisitStateV1) -> bool {
    let current =
        own.is_none_or(|row| row.phase == Phase::Sealed && row.revision <= county.revision);
    let is_mine = county.visit.visitor_id == me || county.answerable_id == Some(me);
    county.state == "returned" && is_mine && current
}

impl Sheet {
    pub(crate) fn load(desk: &Desk, conn: &Connection, id: VisitId) -> Result<Self, CallError> {
        let own = store::visit::get(conn, id)?;
        let county = county_visit::get(conn, id)?;
        // What another phone of this person sealed later is nearer the truth.
        let own = own.filter(|row| {
            row.phase != Phase::Sealed
                || county
                    .as_ref()
                    .is_none_or(|county| county.revision <= row.revision)
        });
        match (own, county) {
            (Some(row), county) => Self::of_own(desk, conn, row, county),
            (None, Some(county)) => Self::of_county(desk, conn, county),
            (None, None) => Err(ErrorCode::NotFound.into()),
        }
    }

    fn of_own(
        desk: &Desk,
        conn: &Connection,
        row: VisitRow,
        county: Option<VisitStateV1>,
    ) -> Result<Self, CallError> {
        let mut answers = Answers::new();
        let mut origins = HashMap::new();
        for answer in answer::list(conn, row.visit_id)? {
            let key = AnswerKey {
                item: answer.item,
                member: answer.member,
            };
            let unchanged = answer.origin == Origin::Unchanged;
            answers.insert(
                key.clone(),
                Answer {
                    value: (&answer.value).into(),
                    unchanged,
                },
            );
            origins.insert(key, answer.origin);
        }
        let is_draft = row.phase == Phase::Draft;
        if !is_draft {
            add_computed(conn, &row, &mut answers)?;
        }
        let photos = own_photos(conn, row.visit_id, &answers, county.as_ref(), is_draft)?;
        let dismissed = answer::dismissals(conn, row.visit_id)?
            .into_iter()
            .collect();
        let head = Head {
            id: row.visit_id,
            household_id: row.household_id,
            visitor_id: row.visitor_id,
            profile: row.profile.clone(),
            template_version: row.template_version.clone(),
            revision: row.revision,
            started_ms: row.started_ms,
            ended_ms: row.ended_ms,
            location: row.location.clone(),
            photo_waiver: row.photo_waiver.clone(),
            own: Some(row),
            county,
        };
        Self::assemble(
            desk, conn, head, answers, origins, photos, dismissed, is_draft,
        )
    }

    fn of_county(desk: &Desk, conn: &Connection, county: VisitStateV1) -> Result<Self, CallError> {
        let visit: &VisitV1 = &county.visit;
        let answers = rules::answers(&visit.answers);
        let photos = visit
            .photos
            .iter()
            .map(|photo| declared(photo, &county))
            .collect();
        let dismissed = visit
            .problems
            .iter()
            .filter_map(|problem| Some((problem.key.clone(), problem.dismissed.clone()?)))
            .collect();
        let head = Head {
            id: visit.id,
            household_id: visit.household_id,
            visitor_id: visit.visitor_id,
            profile: visit.profile.clone(),
            template_version: visit.template_version.clone(),
            revision: visit.revision,
            started_ms: visit.started_ms,
            ended_ms: Some(visit.ended_ms),
            location: Some(visit.geo.clone()),
            photo_waiver: visit.photo_waiver.clone(),
            own: None,
            county: Some(county),
        };
        Self::assemble(
            desk,
            conn,
            head,
            answers,
            HashMap::new(),
            photos,
            dismissed,
            false,
        )
    }

    #[allow(clippy::too_many_arguments)] // private, called twice, each argument read once
    fn assemble(
        desk: &Desk,
        conn: &Connection,
        head: Head,
        mut answers: Answers,
        origins: HashMap<AnswerKey, Origin>,
        photos: Vec<Shown>,
        dismissed: BTreeMap<String, String>,
        is_draft: bool,
    ) -> Result<Self, CallError> {
        let household = household::get(conn, head.household_id)?.ok_or(ErrorCode::NotFound)?;
        let members = member::of_household(conn, head.household_id)?;
        let template = templates::to_show(desk, conn, &head.template_version)?;
        attach_photos(&mut answers, &photos, &template);
        rules::waive_photo(&mut answers, head.photo_waiver.as_deref());
        let ended = head.ended_ms.map_or(desk.now, Timestamp::from_ms);
        let facts = facts(conn, &household, &members, ended)?;
        // A draft looks back at everything; a finished visit at what came before it.
        let before = (!is_draft).then_some(head.started_ms);
        let previous = start::previous(desk, conn, head.household_id, head.id, before)?;
        let mut sheet = Self {
            id: head.id,
            household_id: head.household_id,
            visitor_id: head.visitor_id,
            profile: head.profile,
            template_version: head.template_version,
            template,
            revision: head.revision,
            own: head.own,
            county: head.county,
            started_ms: head.started_ms,
            ended_ms: head.ended_ms,
            location: head.location,
            household,
            members,
            answers,
            origins,
            computed: Vec::new(),
            photos,
            dismissed,
            evaluation: Evaluation {
                sections: Vec::new(),
                missing: Vec::new(),
                candidates: Vec::new(),
                conclusions: Vec::new(),
                hidden: Vec::new(),
            },
            facts,
            previous,
        };
        if is_draft {
            sheet.compute();
        }
        sheet.evaluation = sheet.evaluate();
        Ok(sheet)
    }

    pub(crate) fn evaluate(&self) -> Evaluation {
        evaluate(&self.template, &self.profile, &self.facts, &self.answers)
    }

    pub(crate) fn is_draft(&self) -> bool {
        self.own
            .as_ref()
            .is_some_and(|row| row.phase == Phase::Draft)
    }

    /// A draft, or a visit that came back: the first change takes it up.
    pub(crate) fn may_change(&self, conn: &Connection) -> Result<bool, CallError> {
        let me = desk::device(conn)?.person_id;
        let returned = self
            .county
            .as_ref()
            .is_some_and(|county| is_returned_to(me, self.own.as_ref(), county));
        Ok(self.is_draft() || returned)
    }

    /// The checklist the answers are given under, and shown with.
    pub(crate) fn template(&self) -> &Template {
        &self.template
    }

    /// Taken over from an earlier visit; nobody has looked at it yet.
    pub(crate) fn is_carried(&self, key: &AnswerKey) -> bool {
        self.is_draft() && self.origins.get(key) == Some(&Origin::Carried)
    }

    /// One tap confirms a section in visits of this profile.
    pub(crate) fn confirms_sections(&self) -> bool {
        self.template()
            .profile(&self.profile)
            .is_some_and(|profile| profile.mode == ProfileMode::CarryForward)
    }

    /// Answers that follow from what is known. They are never stored while the visit is a draft,
    /// so they cannot go stale.
    fn compute(&mut self) {
        let template = self.template.clone();
        for section in &template.sections {
            for item in &section.items {
                let income = self
                    .household
                    .net_income_fen
                    .filter(|_| item.computed.as_deref() == Some("income.percap_net"));
                let Some(net) = income else { continue };
                let people = self.household.annual_family_size;
                if let Ok(fen) = domain::income::per_capita(net, people) {
                    let key = AnswerKey::of(&item.code);
                    self.answers.set(key.clone(), AnswerValue::Money(fen));
                    self.computed.push(key);
                }
            }
        }
        if self.answers.value(SUMMARY_ITEM, None).is_none() && self.all_unchanged() {
            let key = AnswerKey::of(SUMMARY_ITEM);
            let text = "入户走访，与农户面谈，逐项核对，家庭情况与上次走访相比无变化。";
            self.answers
                .set(key.clone(), AnswerValue::Text(text.to_owned()));
            self.computed.push(key);
        }
    }

    /// Nothing about the household was answered anew, and something was confirmed.
    fn all_unchanged(&self) -> bool {
        let about_household = |key: &AnswerKey| {
            self.template
                .item(&key.item)
                .is_some_and(|(section, item)| {
                    section.scope != Scope::Visit && item.computed.is_none()
                })
        };
        let origins: Vec<Origin> = self
            .origins
            .iter()
            .filter(|(key, _)| about_household(key))
            .map(|(_, origin)| *origin)
            .collect();
        self.confirms_sections()
            && !origins.is_empty()
            && origins.iter().all(|origin| *origin == Origin::Unchanged)
    }

    pub(crate) fn is_mine(&self, conn: &Connection) -> Result<bool, CallError> {
        let me = desk::device(conn)?.person_id;
        let answerable = self.county.as_ref().and_then(|county| county.answerable_id);
        Ok(self.visitor_id == me || answerable == Some(me))
    }
}

/// What comes before the answers.
struct Head {
    id: VisitId,
    household_id: HouseholdId,
    visitor_id: PersonId,
    profile: String,
    template_version: String,
    revision: u32,
    started_ms: i64,
    ended_ms: Option<i64>,
    location: Option<GeoV1>,
    photo_waiver: Option<String>,
    own: Option<VisitRow>,
    county: Option<VisitStateV1>,
}

/// What was worked out as the visit was sealed, and is kept with what was sealed alone.
fn add_computed(conn: &Connection, row: &VisitRow, answers: &mut Answers) -> Result<(), CallError> {
    let Some(sealed) = store::visit::revision(conn, row.visit_id, row.revision)? else {
        return Ok(());
    };
    for (key, answer) in rules::answers(&sealed.answers).iter() {
        let is_photo = matches!(answer.value, AnswerValue::Photos(_));
        if !is_photo && answers.get(&key.item, key.member).is_none() {
            answers.insert(key, answer.clone());
        }
    }
    Ok(())
}

/// What the rules may read besides answers.
pub(crate) fn facts(
    conn: &Connection,
    household: &HouseholdV1,
    members: &[MemberV1],
    at: Timestamp,
) -> Result<Facts, CallError> {
    // By the values of the visit's own day (DOMAIN, first fact), known ahead of it.
    let day = at.shanghai_date();
    let params = params(conn, day)?;
    let today = day.to_string();
    let campaigns = campaign::between(conn, &today, &today)?;
    let campaigning = rules::campaigning(&campaigns, household, day);
    Ok(rules::facts(household, members, &params, day, campaigning))
}

/// The county's parameters on a day, as far as this phone knows.
pub(crate) fn params(conn: &Connection, day: Date) -> Result<Params, CallError> {
    let defaults = codes().default_params();
    Ok(match roll::params(conn)? {
        Some(told) => rules::params(&told, defaults, day),
        None => defaults.clone(),
    })
}

/// What leaves the phone: answers that are shown, in a fixed order.
pub(crate) fn submitted(sheet: &Sheet) -> Vec<AnswerV1> {
    let answers = sheet
        .answers
        .iter()
        .filter(|(key, answer)| !sheet.evaluation.hidden.contains(key) && !answer.value.is_empty());
    answers
        .map(|(key, answer)| AnswerV1 {
            value: (&answer.value).into(),
            // What was taken over and left alone says so.
            unchanged: answer.unchanged || sheet.is_carried(&key),
            item: key.item,
            member: key.member,
        })
        .collect()
}
