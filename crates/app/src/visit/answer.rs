//! Answers: given, taken back, confirmed as unchanged. Each is saved before the screen hears back.

use domain::checklist::{AnswerKey, AnswerValue, no_change};
use domain::id::VisitId;
use store::answer::{self, Answer, Origin};
use store::{Transaction, draft};

use super::sheet::Sheet;
use super::{SCENE_ITEM, member_id};
use crate::App;
use crate::convert;
use crate::error::{CallError, ErrorCode};
use crate::views::visit::{AnswerInput, DismissProblem, PhotoWaiver, SectionRef, VisitForm};

/// Characters in a reason: the wire takes no longer one.
const MAX_REASON: usize = 200;

impl App {
    pub(crate) async fn answer(&self, input: AnswerInput) -> Result<VisitForm, CallError> {
        let AnswerInput {
            visit_id,
            item,
            member_id: member,
            value,
        } = input;
        self.edit(&visit_id, move |desk, tx, id| {
            let key = AnswerKey {
                item,
                member: member_id(member.as_deref())?,
            };
            let Some(value) = value else {
                return Ok(answer::clear(tx, id, &key.item, key.member)?);
            };
            let value = convert::from_screen(value).map_err(|error| error.at(&key.item))?;
            if value.is_empty() && !matches!(value, AnswerValue::Choices(_)) {
                return Ok(answer::clear(tx, id, &key.item, key.member)?);
            }
            let sheet = Sheet::load(desk, tx, id)?;
            check(&sheet, &key, &value)?;
            save(tx, id, key, &value, Origin::Touched)
        })
        .await
    }

    /// "No change": one tap copies a whole section from the visit before.
    pub(crate) async fn confirm_unchanged(
        &self,
        section: SectionRef,
    ) -> Result<VisitForm, CallError> {
        let SectionRef {
            visit_id,
            section: code,
        } = section;
        self.edit(&visit_id, move |desk, tx, id| {
            let sheet = Sheet::load(desk, tx, id)?;
            let section = sheet
                .template()
                .section(&code)
                .ok_or(CallError::new(ErrorCode::NotFound).at("section"))?;
            if !sheet.can_confirm(section) {
                return Err(CallError::new(ErrorCode::NotAllowed).at(code));
            }
            confirm(tx, &sheet, &section.code)
        })
        .await
    }

    /// Why a photo could not be taken; nobody is made to take one.
    pub(crate) async fn waive_photo(&self, waiver: PhotoWaiver) -> Result<VisitForm, CallError> {
        let PhotoWaiver {
            visit_id,
            reason,
            item,
            member_id: member,
        } = waiver;
        self.edit(&visit_id, move |desk, tx, id| {
            let item = item.unwrap_or_else(|| SCENE_ITEM.to_owned());
            let code = domain::checklist::waiver_code(&item);
            let key = AnswerKey {
                item: code,
                member: member_id(member.as_deref())?,
            };
            let reason = reason.trim();
            if item == SCENE_ITEM {
                draft::set_photo_waiver(tx, id, Some(reason).filter(|text| !text.is_empty()))?;
            }
            if reason.is_empty() {
                return Ok(answer::clear(tx, id, &key.item, key.member)?);
            }
            let value = AnswerValue::Text(reason.to_owned());
            check(&Sheet::load(desk, tx, id)?, &key, &value)?;
            save(tx, id, key, &value, Origin::Touched)
        })
        .await
    }

    /// The visitor knows better than a rule; the reason stays with the visit.
    pub(crate) async fn dismiss_problem(
        &self,
        dismissal: DismissProblem,
    ) -> Result<VisitForm, CallError> {
        let DismissProblem {
            visit_id,
            key,
            reason,
        } = dismissal;
        self.edit(&visit_id, move |desk, tx, id| {
            let reason = reason.trim();
            if reason.chars().count() > MAX_REASON {
                return Err(CallError::new(ErrorCode::AnswerTooLong).at("reason"));
            }
            let sheet = Sheet::load(desk, tx, id)?;
            let known = sheet
                .evaluation
                .candidates
                .iter()
                .any(|candidate| candidate.key.of(sheet.household_id) == key);
            if !known && !reason.is_empty() {
                return Err(CallError::new(ErrorCode::NotFound).at("key"));
            }
            Ok(answer::dismiss(tx, id, &key, reason)?)
        })
        .await
    }
}

/// Whether the item takes the answer, and is asked at all as the visit stands.
fn check(sheet: &Sheet, key: &AnswerKey, value: &AnswerValue) -> Result<(), CallError> {
    sheet.template().check(key, value)?;
    if sheet
        .template()
        .item(&key.item)
        .is_some_and(|(_, item)| item.computed.is_some())
    {
        return Err(CallError::new(ErrorCode::ItemHidden).at(&key.item));
    }
    let in_household = |id| sheet.members.iter().any(|member| member.id == id);
    if key.member.is_some_and(|id| !in_household(id)) {
        return Err(CallError::new(ErrorCode::AnswerNotAMember).at(&key.item));
    }
    if let AnswerValue::Member(id) = value
        && !in_household(*id)
    {
        return Err(CallError::new(ErrorCode::AnswerNotAMember).at(&key.item));
    }
    let mut answers = sheet.answers.clone();
    answers.set(key.clone(), value.clone());
    let after =
        domain::checklist::evaluate(sheet.template(), &sheet.profile, &sheet.facts, &answers);
    if after.hidden.contains(key) {
        return Err(CallError::new(ErrorCode::ItemHidden).at(&key.item));
    }
    Ok(())
}

fn save(
    tx: &Transaction<'_>,
    visit: VisitId,
    key: AnswerKey,
    value: &AnswerValue,
    origin: Origin,
) -> Result<(), CallError> {
    let AnswerKey { item, member } = key;
    Ok(answer::save(
        tx,
        visit,
        &Answer {
            item,
            member,
            value: value.into(),
            origin,
        },
    )?)
}

fn confirm(tx: &Transaction<'_>, sheet: &Sheet, section: &str) -> Result<(), CallError> {
    let in_section = |key: &AnswerKey| {
        sheet
            .template()
            .item(&key.item)
            .is_some_and(|(home, _)| home.code == section)
    };
    // What was only suggested gives way to the copy, which says that somebody confirmed it.
    let mut current = sheet.answers.clone();
    let suggested: Vec<AnswerKey> = sheet
        .origins
        .iter()
        .filter(|(key, origin)| in_section(key) && **origin == Origin::Carried)
        .map(|(key, _)| key.clone())
        .collect();
    for key in &suggested {
        current.remove(key);
        answer::clear(tx, sheet.id, &key.item, key.member)?;
    }
    let unchanged = no_change(
        sheet.template(),
        &sheet.profile,
        &sheet.facts,
        section,
        &sheet.previous,
        &current,
    );
    for key in unchanged.copied {
        if let Some(value) = unchanged.answers.value(&key.item, key.member).cloned() {
            save(tx, sheet.id, key, &value, Origin::Unchanged)?;
        }
    }
    Ok(())
}
