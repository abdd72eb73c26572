//! The form of an entry or of a step: its fields with their options, what is known already, and
//! what was typed before.

use std::collections::BTreeMap;

use domain::id::{EntryId, HouseholdId};
use domain::ledger::{EntryValue, Field, Ledger, Scope, Shape, VOID, Values};
use domain::time::{Date, parse_date};
use protocol::row::{HouseholdV1, MemberV1};
use store::{Connection, entry, household};

use super::case::Case;
use super::{draft, known, page, text};
use crate::App;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::households;
use crate::problems::Who;
use crate::views::Labelled;
use crate::views::entries as view;
use crate::words::codes;

/// Longer texts get several lines.
const ONE_LINE: usize = 100;

impl App {
    pub(crate) async fn entry_form(
        &self,
        query: view::EntryFormQuery,
    ) -> Result<view::EntryForm, CallError> {
        self.look(move |desk| {
            desk.read(|conn| {
                let target = Target::find(desk, conn, &query)?;
                form(desk, conn, target, query)
            })
        })
        .await
    }
}

/// What a form is for, found and allowed.
pub(super) struct Target {
    pub(super) who: Who,
    pub(super) ledger: &'static Ledger,
    pub(super) household_id: Option<HouseholdId>,
    /// Of an entry that is there: a correction, or a step of it.
    pub(super) case: Option<Case>,
    pub(super) step: Option<String>,
    pub(super) members: Vec<MemberV1>,
}

impl Target {
    pub(super) fn find(
        desk: &Desk,
        conn: &Connection,
        query: &view::EntryFormQuery,
    ) -> Result<Self, CallError> {
        let ledger = super::ledger(&query.ledger)?;
        let who = Who::load(conn)?;
        let id: Option<EntryId> = match &query.entry_id {
            Some(text) => Some(super::id(text)?),
            None => None,
        };
        let case = match id {
            Some(id) => {
                let known = entry::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
                Some(Case::make(conn, &who, known)?.ok_or(ErrorCode::NotFound)?)
            }
            None => None,
        };
        let household_id = match (&case, &query.household_id) {
            (Some(case), _) => case.household_id,
            (None, Some(id)) => Some(households::id(id)?),
            (None, None) => None,
        };
        let members = known::members(conn, household_id)?;
        let target = Self {
            who,
            ledger: case.as_ref().map_or(ledger, |case| case.ledger),
            household_id,
            case,
            step: query.step.clone(),
            members,
        };
        target.allowed(desk, conn)?;
        Ok(target)
    }

    fn allowed(&self, desk: &Desk, conn: &Connection) -> Result<(), CallError> {
        if super::is_off(desk, conn, self.ledger)? {
            return Err(CallError::new(ErrorCode::LedgerOff).at("ledger"));
        }
        match (&self.case, &self.step) {
            (Some(case), Some(step)) if !case.moves().contains(&step.as_str()) => {
                Err(CallError::new(ErrorCode::EntryMoved).at("step"))
            }
            (Some(case), None) if !case.may_correct() => {
                Err(CallError::new(ErrorCode::NotEditable).at("entry_id"))
            }
            (None, Some(_)) => Err(CallError::new(ErrorCode::BadArguments).at("entry_id")),
            (None, None) => self.may_begin(conn),
            _ => Ok(()),
        }
    }

    fn may_begin(&self, conn: &Connection) -> Result<(), CallError> {
        match (self.ledger.scope, self.household_id) {
            (Scope::Household, Some(id)) => {
                household::get(conn, id)?.ok_or(ErrorCode::NotFound)?;
                Ok(())
            }
            (Scope::Household, None) => {
                Err(CallError::new(ErrorCode::BadArguments).at("household_id"))
            }
            (Scope::Village, _) if self.who.village_code().is_none() => {
                Err(CallError::new(ErrorCode::EntryNoVillage).at("area_code"))
            }
            _ => Ok(()),
        }
    }

    /// The fields of the form.
    pub(super) fn fields(&self) -> &'static [Field] {
        match &self.step {
            Some(step) => self.ledger.step(step).map_or(&[], |step| &step.fields),
            None => &self.ledger.fields,
        }
    }

    pub(super) fn needs_reason(&self) -> bool {
        self.step.as_ref().is_some_and(|step| {
            step == VOID || self.ledger.step(step).is_some_and(|step| step.reason)
        })
    }
}

fn form(
    desk: &Desk,
    conn: &Connection,
    target: Target,
    query: view::EntryFormQuery,
) -> Result<view::EntryForm, CallError> {
    let kept = draft::get(conn, &target)?;
    let restored = kept.is_some();
    let (values, reason) = match kept {
        Some(input) => (input.values, input.reason),
        None => (to_view(begin(desk, conn, &target)?), String::new()),
    };
    let home = match target.household_id {
        Some(id) => household::row(conn, id)?,
        None => None,
    };
    let step = target.step.as_deref();
    let family = known::family(conn, target.household_id, &target.members)?;
    let so_far = if step.is_none() {
        text::reckoned(
            desk,
            conn,
            target.ledger,
            &to_values(values.clone()),
            family,
        )?
    } else {
        view::EntryReckoned::default()
    };
    Ok(view::EntryForm {
        ledger: super::name(target.ledger, desk),
        about: target.ledger.about(desk.language).to_owned(),
        step: step.map(|step| page::step_name(target.ledger, step, desk)),
        head_name: home.map(|home| home.head_name),
        fields: target
            .fields()
            .iter()
            .map(|field| shown(desk, field, &target.members))
            .collect(),
        values,
        needs_reason: target.needs_reason(),
        reason,
        restored,
        reckoned: so_far,
        target: view::EntryFormQuery {
            ledger: target.ledger.code.clone(),
            household_id: target.household_id.map(|id| id.to_string()),
            ..query
        },
    })
}

/// What a form begins with: the entry as it stands, or what is known without asking.
fn begin(desk: &Desk, conn: &Connection, target: &Target) -> Result<Values, CallError> {
    if let (Some(case), None) = (&target.case, &target.step) {
        return Ok(case.values.clone());
    }
    let mut values = Values::new();
    let today = desk.today().to_string();
    for field in target.fields() {
        if field.today {
            values.insert(field.code.clone(), EntryValue::Text(today.clone()));
        }
        if let Some(number) = field.initial {
            values.insert(field.code.clone(), EntryValue::Number(number));
        }
    }
    if let (Some(id), None) = (target.household_id, &target.step)
        && let Some(home) = household::get(conn, id)?
    {
        known_of_home(desk.today(), target.ledger, &home, &mut values);
    }
    Ok(values)
}

/// Nothing known is asked again: the period of an income survey and the people it is shared
/// among (DOMAIN §2.3), the risks on record.
fn known_of_home(today: Date, ledger: &Ledger, home: &HouseholdV1, values: &mut Values) {
    let mut put = |code: &str, value: EntryValue| {
        if ledger.field(code).is_some() {
            values.insert(code.to_owned(), value);
        }
    };
    if domain::ledger::income::is_income(ledger) {
        put(
            "annual_family_size",
            EntryValue::Number(home.annual_family_size.into()),
        );
        if let Some((window, from, to)) = window(today, home) {
            put("window", EntryValue::Text(window.to_owned()));
            put("from", EntryValue::Text(from.to_string()));
            put("to", EntryValue::Text(to.to_string()));
        }
    }
    if ledger.code == "plan" && !home.risk_types.is_empty() {
        put("causes", EntryValue::List(home.risk_types.clone()));
    }
    if ledger.code == "plan" {
        let day = |month, day| Date::new(today.year(), month, day);
        if let (Ok(from), Ok(to)) = (day(1, 1), day(12, 31)) {
            put("year_from", EntryValue::Text(from.to_string()));
            put("year_to", EntryValue::Text(to.to_string()));
        }
    }
}

/// Exited households: October to September; monitored ones: the twelve full months before they
/// were identified (DOMAIN §2.3).
fn window(today: Date, home: &HouseholdV1) -> Option<(&'static str, Date, Date)> {
    let since = home
        .monitor_since
        .as_deref()
        .filter(|_| home.monitor_category.is_some());
    // Long after, a survey is about another year.
    let recent = |since: &Date| {
        since.year() * 12 + i16::from(since.month()) + 12
            >= today.year() * 12 + i16::from(today.month())
    };
    if let Some(since) = since.and_then(month).filter(recent) {
        let to = since.yesterday().ok()?;
        let from = Date::new(since.year() - 1, since.month(), 1).ok()?;
        return Some(("monitored", from, to));
    }
    if home.base_type != "exited" {
        let year = today.year() - 1;
        return Some((
            "calendar",
            Date::new(year, 1, 1).ok()?,
            Date::new(year, 12, 31).ok()?,
        ));
    }
    // The last year that has ended.
    let ended = today.year() - i16::from(today.month() < 10);
    Some((
        "exited",
        Date::new(ended - 1, 10, 1).ok()?,
        Date::new(ended, 9, 30).ok()?,
    ))
}

/// The first day of `YYYYMM`.
fn month(text: &str) -> Option<Date> {
    let (year, month) = (text.get(..4)?, text.get(4..6)?);
    parse_date(&format!("{year}-{month}-01"))
}

fn shown(desk: &Desk, field: &Field, members: &[MemberV1]) -> view::FormField {
    let (shape, min, max, most) = match &field.shape {
        Shape::Text { most } if *most > ONE_LINE => {
            (view::FieldShape::LongText, None, None, Some(*most))
        }
        Shape::Text { most } => (view::FieldShape::Text, None, None, Some(*most)),
        Shape::Date => (view::FieldShape::Date, None, None, None),
        Shape::Money { min, max } => (view::FieldShape::Money, Some(*min), Some(*max), None),
        Shape::Integer { min, max } => (view::FieldShape::Integer, Some(*min), Some(*max), None),
        Shape::Choice { .. } | Shape::Own { .. } => (view::FieldShape::Choice, None, None, None),
        Shape::Choices { .. } => (view::FieldShape::Choices, None, None, None),
        Shape::Member => (view::FieldShape::Member, None, None, None),
        Shape::Members => (view::FieldShape::Members, None, None, None),
        Shape::Household => (view::FieldShape::Household, None, None, None),
        Shape::Area => (view::FieldShape::Area, None, None, None),
        Shape::IdNumber => (view::FieldShape::IdNumber, None, None, None),
    };
    let options = match field.shape {
        Shape::Member | Shape::Members => members
            .iter()
            .map(|member| Labelled {
                code: member.id.to_string(),
                label: member.name.clone(),
            })
            .collect(),
        _ => field
            .options(codes())
            .iter()
            .map(|option| Labelled {
                code: option.code.clone(),
                label: option.label(desk.language).to_owned(),
            })
            .collect(),
    };
    view::FormField {
        code: field.code.clone(),
        label: field.label(desk.language).to_owned(),
        shape,
        required: field.required,
        options,
        min,
        max,
        most: most.and_then(|most| u32::try_from(most).ok()),
        show_if: field.show_if.as_ref().map(|(on, codes)| view::ShowIf {
            field: on.clone(),
            any_of: codes.clone(),
        }),
        group: text::group(field, desk),
        help: field.help_zh.clone(),
        past: field.past,
    }
}

pub(super) fn to_view(values: Values) -> BTreeMap<String, view::FormValue> {
    let values = values.into_iter();
    values.map(|(code, value)| (code, value.into())).collect()
}

pub(super) fn to_values(values: BTreeMap<String, view::FormValue>) -> Values {
    let values = values.into_iter();
    values.map(|(code, value)| (code, value.into())).collect()
}

impl From<EntryValue> for view::FormValue {
    fn from(value: EntryValue) -> Self {
        match value {
            EntryValue::Text(text) => Self::Text(text),
            EntryValue::Number(number) => Self::Number(number),
            EntryValue::List(list) => Self::List(list),
        }
    }
}

impl From<view::FormValue> for EntryValue {
    fn from(value: view::FormValue) -> Self {
        match value {
            view::FormValue::Text(text) => Self::Text(text),
            view::FormValue::Number(number) => Self::Number(number),
            view::FormValue::List(list) => Self::List(list),
        }
    }
}
