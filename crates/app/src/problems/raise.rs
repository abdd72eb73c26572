//! A problem found without a visit: what the form offers, and how it is saved.

use std::collections::BTreeSet;

use domain::checklist::{Raise, Template};
use domain::codes::Language;
use domain::id::{ChangeId, HouseholdId, MemberId, ProblemId};
use protocol::problem::RaiseProblemV1;
use store::{Connection, Transaction, household, member, problem};

use super::act::{said, words};
use super::case::Who;
use super::{draft, page};
use crate::App;
use crate::desk::{self, Desk};
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::templates;
use crate::views::problems as view;
use crate::visit::member_id;
use crate::words::{codes, labelled, list};

/// Characters in a title: one line on a phone, two at most.
const MOST_TITLE: usize = 200;
/// Where a cadre may have a problem from; the first is meant when nothing is said. What a visit
/// finds travels inside the visit.
const SOURCES: [&str; 3] = ["screening", "self_report", "meeting"];

impl App {
    pub(crate) async fn raise_page(
        &self,
        wanted: view::RaiseAbout,
    ) -> Result<view::RaisePage, CallError> {
        self.look(move |desk| {
            let about = About::given(&wanted.household_id, &wanted.area_code)?;
            desk.read(|conn| form(desk, conn, &about))
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

/// What a new problem is about.
pub(super) enum About {
    Household(HouseholdId),
    /// The village itself, by its code.
    Village(String),
}

impl About {
    /// As a screen names it.
    pub(super) fn given(
        household: &Option<String>,
        area_code: &Option<String>,
    ) -> Result<Self, CallError> {
        match (household, area_code) {
            (Some(household), _) => Ok(Self::Household(households::id(household)?)),
            (None, Some(code)) if is_village(code) => Ok(Self::Village(code.clone())),
            (None, _) => Err(CallError::new(ErrorCode::BadArguments).at("area_code")),
        }
    }

    /// As a form names it that was kept.
    pub(super) fn kept(subject: &str) -> Self {
        match subject.parse() {
            Ok(household) => Self::Household(household),
            Err(_) => Self::Village(subject.to_owned()),
        }
    }

    pub(super) fn of(raised: &RaiseProblemV1) -> Option<Self> {
        let village = || raised.area_code.clone().map(Self::Village);
        raised.household_id.map(Self::Household).or_else(village)
    }

    /// What a form about it is kept under.
    pub(super) fn subject(&self) -> String {
        match self {
            Self::Household(id) => id.to_string(),
            Self::Village(code) => code.clone(),
        }
    }

    /// Household and village, as screens name them.
    pub(super) fn ids(&self) -> (Option<String>, Option<String>) {
        match self {
            Self::Household(id) => (Some(id.to_string()), None),
            Self::Village(code) => (None, Some(code.clone())),
        }
    }

    /// The head of the household, or the village.
    pub(super) fn name(&self, conn: &Connection, who: &Who) -> Result<String, CallError> {
        Ok(match self {
            Self::Household(id) => {
                household::row(conn, *id)?.map_or_else(String::new, |home| home.head_name)
            }
            Self::Village(code) => who.village(Some(code)),
        })
    }

    /// A household is on this phone; a village is one that the phone's owner leads.
    pub(super) fn check(&self, conn: &Connection) -> Result<(), CallError> {
        match self {
            Self::Household(id) => {
                household::row(conn, *id)?
                    .ok_or(CallError::new(ErrorCode::NotFound).at("household_id"))?;
                Ok(())
            }
            Self::Village(code) => {
                let led = Who::load(conn)?.villages();
                if led.iter().any(|village| village.area_code == *code) {
                    Ok(())
                } else {
                    Err(CallError::new(ErrorCode::ProblemNotYours).at("area_code"))
                }
            }
        }
    }
}

/// Twelve digits.
fn is_village(code: &str) -> bool {
    code.len() == 12 && code.bytes().all(|byte| byte.is_ascii_digit())
}

fn form(desk: &Desk, conn: &Connection, about: &About) -> Result<view::RaisePage, CallError> {
    about.check(conn)?;
    let (household_id, area_code) = about.ids();
    let (head_name, place_name, members) = match about {
        About::Household(id) => {
            let home = household::get(conn, *id)?.ok_or(ErrorCode::NotFound)?;
            let place = format!("{}{}", home.village, home.group);
            (home.head_name, place, member::of_household(conn, *id)?)
        }
        About::Village(_) => {
            let village = about.name(conn, &Who::load(conn)?)?;
            (String::new(), village, Vec::new())
        }
    };
    Ok(view::RaisePage {
        household_id,
        area_code,
        head_name,
        place_name,
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
        titles: titles(desk, conn)?,
        draft: draft::of_raise(conn, about)?,
    })
}

/// Every problem a checklist knows.
fn raises(template: &Template) -> impl Iterator<Item = &Raise> {
    let sections = template.sections.iter().filter(|section| !section.hidden);
    let in_sections = sections.flat_map(|section| {
        let items = section.items.iter().filter(|item| !item.hidden);
        let of_items = items.flat_map(|item| &item.raises);
        section.raises.iter().chain(of_items)
    });
    in_sections.chain(template.derived.iter().flat_map(|derived| &derived.raises))
}

fn titles(desk: &Desk, conn: &Connection) -> Result<Vec<view::TitleHint>, CallError> {
    let template = templates::in_force(desk, conn)?;
    let mut seen = BTreeSet::new();
    Ok(raises(&template)
        .filter(|raise| seen.insert((&raise.category, &raise.title_zh)))
        .map(|raise| view::TitleHint {
            category: raise.category.clone(),
            severity: raise.severity.clone(),
            title: desk
                .language
                .pick(&raise.title_zh, raise.title_en.as_deref())
                .to_owned(),
        })
        .collect())
}

/// The ledger keeps Chinese titles; one that a checklist gave has an English one too.
pub(super) fn title_in(desk: &Desk, conn: &Connection, title: &str) -> Result<String, CallError> {
    if desk.language == Language::En {
        for template in templates::all(desk, conn)? {
            let mut known = raises(&template);
            let known = known.find(|raise| raise.title_zh == title);
            if let Some(english) = known.and_then(|raise| raise.title_en.clone()) {
                return Ok(english);
            }
        }
    }
    Ok(title.to_owned())
}

/// The other way: what was picked on an English phone is kept in Chinese.
fn title_kept(desk: &Desk, conn: &Connection, title: &str) -> Result<String, CallError> {
    for template in templates::all(desk, conn)? {
        let mut known = raises(&template);
        let known = known.find(|raise| raise.title_en.as_deref() == Some(title));
        if let Some(raise) = known {
            return Ok(raise.title_zh.clone());
        }
    }
    Ok(title.to_owned())
}

fn save(
    desk: &Desk,
    tx: &Transaction<'_>,
    input: &view::RaiseInput,
) -> Result<ProblemId, CallError> {
    let view::RaiseInput {
        household_id,
        area_code,
        member_id: member,
        source,
        category,
        severity,
        title,
        detail,
    } = input;
    let about = About::given(household_id, area_code)?;
    about.check(tx)?;
    let (household_id, area_code) = match about {
        About::Household(id) => (Some(id), None),
        About::Village(code) => (None, Some(code)),
    };
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
        area_code,
        member: of_household(tx, household_id, member.as_deref())?,
        source: source.to_owned(),
        category: code("problem_category", category, "category")?,
        severity: code("severity", severity, "severity")?,
        title: title_kept(desk, tx, title)?,
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
    household: Option<HouseholdId>,
    member: Option<&str>,
) -> Result<Option<MemberId>, CallError> {
    let Some(id) = member_id(member)? else {
        return Ok(None);
    };
    let members = match household {
        Some(household) => member::of_household(conn, household)?,
        None => Vec::new(),
    };
    if members.iter().any(|one| one.id == id && one.active) {
        Ok(Some(id))
    } else {
        Err(CallError::new(ErrorCode::AnswerNotAMember).at("member_id"))
    }
}
