//! A problem found without a visit: what the form offers, and how it is saved.

use std::collections::BTreeSet;

use domain::checklist::Raise;
use domain::codes::Language;
use domain::id::{ChangeId, HouseholdId, MemberId, ProblemId};
use protocol::problem::RaiseProblemV1;
use store::{Connection, Transaction, household, member, problem};

use super::act::{said, words};
use super::{draft, page};
use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::views::household::HouseholdRef;
use crate::views::problems as view;
use crate::visit::member_id;
use crate::words::{codes, labelled, list, template};

/// Characters in a title: one line on a phone, two at most.
const MOST_TITLE: usize = 200;
/// Where a cadre may have a problem from; the first is meant when nothing is said. What a visit
/// finds travels inside the visit.
const SOURCES: [&str; 3] = ["screening", "self_report", "meeting"];

impl App {
    pub(crate) async fn raise_page(
        &self,
        wanted: HouseholdRef,
    ) -> Result<view::RaisePage, CallError> {
        self.look(move |desk| {
            let id = households::id(&wanted.household_id)?;
            desk.read(|conn| form(desk, conn, id))
        })
        .await
    }

    pub(crate) async fn raise_problem(
        &self,
        input: view::RaiseInput,
    ) -> Result<view::LedgerPage, CallError> {
        let page = self
            .change(move |desk| {
                desk.write(|tx| {
                    let id = save(desk, tx, &input)?;
                    page(desk, tx, id)
                })
            })
            .await?;
        self.start_round();
        Ok(page)
    }
}

fn form(desk: &Desk, conn: &Connection, id: HouseholdId) -> Result<view::RaisePage, CallError> {
    let home = household::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
    let members = member::of_household(conn, id)?;
    Ok(view::RaisePage {
        household_id: id.to_string(),
        head_name: home.head_name,
        place_name: format!("{}{}", home.village, home.group),
        members: members
            .into_iter()
            .filter(|member| member.active)
            .map(|member| view::LedgerMember {
                member_id: member.id.to_string(),
                name: member.name,
            })
            .collect(),
        categories: list("problem_category", desk.language),
        severities: list("severity", desk.language),
        sources: SOURCES
            .iter()
            .map(|code| labelled("problem_source", code, desk.language))
            .collect(),
        titles: titles(desk.language),
        draft: draft::of_raise(conn, id)?,
    })
}

/// Every problem the checklist knows.
fn raises() -> impl Iterator<Item = &'static Raise> {
    let template = template();
    let sections = template.sections.iter();
    let in_sections = sections.flat_map(|section| {
        let items = section.items.iter().flat_map(|item| &item.raises);
        section.raises.iter().chain(items)
    });
    in_sections.chain(template.derived.iter().flat_map(|derived| &derived.raises))
}

fn titles(language: Language) -> Vec<view::TitleHint> {
    let mut seen = BTreeSet::new();
    raises()
        .filter(|raise| seen.insert((&raise.category, &raise.title_zh)))
        .map(|raise| view::TitleHint {
            category: raise.category.clone(),
            severity: raise.severity.clone(),
            title: language
                .pick(&raise.title_zh, raise.title_en.as_deref())
                .to_owned(),
        })
        .collect()
}

/// The ledger keeps Chinese titles; one that the checklist gave has an English one too.
pub(super) fn title_in(title: &str, language: Language) -> String {
    let known = (language == Language::En)
        .then(|| raises().find(|raise| raise.title_zh == title))
        .flatten();
    let english = known.and_then(|raise| raise.title_en.clone());
    english.unwrap_or_else(|| title.to_owned())
}

/// The other way: what was picked on an English phone is kept in Chinese.
fn title_kept(title: &str) -> String {
    let known = raises().find(|raise| raise.title_en.as_deref() == Some(title));
    known.map_or_else(|| title.to_owned(), |raise| raise.title_zh.clone())
}

fn save(
    desk: &Desk,
    tx: &Transaction<'_>,
    input: &view::RaiseInput,
) -> Result<ProblemId, CallError> {
    let view::RaiseInput {
        household_id,
        member_id: member,
        source,
        category,
        severity,
        title,
        detail,
    } = input;
    let household_id = households::id(household_id)?;
    household::get(tx, household_id)?
        .ok_or(CallError::new(ErrorCode::NotFound).at("household_id"))?;
    let source = match source.as_str() {
        "" => SOURCES[0],
        source => *SOURCES
            .iter()
            .find(|known| **known == source)
            .ok_or(CallError::new(ErrorCode::AnswerNotAnOption).at("source"))?,
    };
    let title = words(title, "title", MOST_TITLE)?;
    if title.is_empty() {
        return Err(CallError::new(ErrorCode::FactEmpty).at("title"));
    }
    let raised = RaiseProblemV1 {
        id: ProblemId::from_uuid(desk::new_id()),
        household_id,
        member: of_household(tx, household_id, member.as_deref())?,
        source: source.to_owned(),
        category: code("problem_category", category, "category")?,
        severity: code("severity", severity, "severity")?,
        title: title_kept(title),
        detail: said(detail, "detail")?,
        found_ms: desk.wall.as_ms(),
    };
    let change = ChangeId::from_uuid(desk::new_id());
    problem::save_raised(tx, &raised, change, &desk.clock(tx)?)?;
    Ok(raised.id)
}

fn code(list: &str, code: &str, field: &str) -> Result<String, CallError> {
    match codes().find(list, code) {
        Some(known) => Ok(known.code.clone()),
        None => Err(CallError::new(ErrorCode::AnswerNotAnOption).at(field)),
    }
}

fn of_household(
    conn: &Connection,
    household: HouseholdId,
    member: Option<&str>,
) -> Result<Option<MemberId>, CallError> {
    let Some(id) = member_id(member)? else {
        return Ok(None);
    };
    let members = member::of_household(conn, household)?;
    if members.iter().any(|one| one.id == id && one.active) {
        Ok(Some(id))
    } else {
        Err(CallError::new(ErrorCode::AnswerNotAMember).at("member_id"))
    }
}
