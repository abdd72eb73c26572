//! What ledgers there are, in words for a screen.

use axum::Json;
use axum::extract::State;
use domain::checklist::builtin;
use domain::codes::{OptionItem, Params};
use domain::ledger::{EntryValue, Field, Ledger, Move, Shape, Values, ledgers};

use super::labels;
use super::session::Signed;
use super::views::{
    DefinedField, DefinedMove, DefinedShowIf, DefinedState, Labelled, LedgerDefinition,
};
use crate::app::Shared;
use crate::entry::{CORRECTED, SAVED, scope_name};
use crate::error::Error;
use crate::params;

/// Longer texts are typed into several lines.
const ONE_LINE: usize = 100;

#[utoipa::path(get, path = "/v1/console/ledgers", tag = "console", security(("console" = [])),
    responses((status = 200, body = Vec<LedgerDefinition>)))]
pub async fn list(
    State(app): State<Shared>,
    _: Signed,
) -> Result<Json<Vec<LedgerDefinition>>, Error> {
    let county = app.county.id;
    let now = app.now();
    let params = app
        .db
        .read(move |reader| params::at(reader, county, now))
        .await?;
    let all = ledgers().all().iter();
    Ok(Json(
        all.map(|ledger| definition(ledger, &params)).collect(),
    ))
}

fn definition(ledger: &Ledger, params: &Params) -> LedgerDefinition {
    let kind = ledger.kind.as_deref().and_then(|kind| ledger.field(kind));
    LedgerDefinition {
        ledger: named(ledger),
        about_zh: ledger.about_zh.clone(),
        about_en: ledger.about_en.clone(),
        scope: scope_name(ledger.scope).to_owned(),
        off: is_off(ledger, params),
        has_amount: ledger.amount.is_some(),
        has_due: ledger.due.is_some(),
        kinds: kind.map_or_else(Vec::new, options),
        fields: ledger.fields.iter().map(field).collect(),
        states: ledger
            .states
            .iter()
            .map(|state| DefinedState {
                state: self::state(ledger, &state.code),
                settled: state.settled,
            })
            .collect(),
        moves: ledger.moves.iter().map(defined_move).collect(),
    }
}

/// Whether the county has not turned it on.
pub(super) fn is_off(ledger: &Ledger, params: &Params) -> bool {
    let switch = ledger.switch.as_deref();
    switch.is_some_and(|switch| params.number(switch) != Some(1))
}

fn defined_move(step: &Move) -> DefinedMove {
    DefinedMove {
        step: label(&step.code, &step.zh, &step.en),
        needs_reason: step.reason,
        takes_effect: step.effect.is_some(),
        fields: step.fields.iter().map(field).collect(),
    }
}

fn field(field: &Field) -> DefinedField {
    let (min, max) = match field.shape {
        Shape::Money { min, max } | Shape::Integer { min, max } => (Some(min), Some(max)),
        _ => (None, None),
    };
    DefinedField {
        field: label(&field.code, &field.zh, &field.en),
        shape: shape(&field.shape).to_owned(),
        required: field.required,
        past: field.past,
        options: options(field),
        min,
        max,
        most: match field.shape {
            Shape::Text { most } => u32::try_from(most).ok(),
            _ => None,
        },
        show_if: field.show_if.as_ref().map(|(on, any_of)| DefinedShowIf {
            field: on.clone(),
            any_of: any_of.clone(),
        }),
        group_zh: field.group.as_ref().map(|(zh, _)| zh.clone()),
        group_en: field.group.as_ref().map(|(_, en)| en.clone()),
        help_zh: field.help_zh.clone(),
    }
}

const fn shape(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text { most } if *most > ONE_LINE => "long_text",
        Shape::Text { .. } => "text",
        Shape::Date => "date",
        Shape::Money { .. } => "money",
        Shape::Integer { .. } => "integer",
        Shape::Choice { .. } | Shape::Own { .. } => "choice",
        Shape::Choices { .. } => "choices",
        Shape::Member => "member",
        Shape::Members => "members",
        Shape::Household => "household",
        Shape::Area => "area",
        Shape::IdNumber => "id_number",
    }
}

fn options(field: &Field) -> Vec<Labelled> {
    let options = field.options(&builtin().1).iter();
    options.map(option).collect()
}

fn option(option: &OptionItem) -> Labelled {
    label(&option.code, &option.zh, &labels::english(option))
}

fn label(code: &str, zh: &str, en: &str) -> Labelled {
    Labelled {
        code: code.to_owned(),
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// A ledger's name.
pub(super) fn named(ledger: &Ledger) -> Labelled {
    label(&ledger.code, &ledger.zh, &ledger.en)
}

/// A state in words; every ledger has one for what was taken out.
pub(super) fn state(ledger: &Ledger, code: &str) -> Labelled {
    match ledger.state(code) {
        Some(state) => label(code, &state.zh, &state.en),
        None => label(code, "已作废", "Taken out"),
    }
}

/// A step in words.
pub(super) fn step(ledger: &Ledger, code: &str) -> Labelled {
    match (ledger.step(code), code) {
        (Some(step), _) => label(code, &step.zh, &step.en),
        (None, SAVED) => label(code, "登记", "Recorded"),
        (None, CORRECTED) => label(code, "更正", "Corrected"),
        (None, _) => label(code, "作废", "Taken out"),
    }
}

/// What an entry is counted by, in words.
pub(super) fn kind(ledger: &Ledger, code: &str) -> Labelled {
    let field = ledger.kind.as_deref().and_then(|kind| ledger.field(kind));
    let known = field.and_then(|field| {
        let mut options = field.options(&builtin().1).iter();
        options.find(|option| option.code == code)
    });
    known.map_or_else(|| label(code, code, code), option)
}

/// What an entry is called by: words as they are, choices by their names.
pub(super) fn title(ledger: &Ledger, values: &Values) -> String {
    let words = ledger.title.iter().filter_map(|name| {
        let text = values.get(name).and_then(EntryValue::text)?;
        let field = ledger.field(name)?;
        let mut options = field.options(&builtin().1).iter();
        let option = options.find(|option| option.code == text);
        Some(option.map_or_else(|| text.to_owned(), |option| option.zh.clone()))
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What looks odd in an income survey, in the words of `income_survey.checks`.
pub(super) fn notice(code: &str) -> Labelled {
    let (zh, en) = match code {
        "biz_without_expense" => ("有生产经营性收入无支出", "Business income without expenses"),
        "wage_tiny" => ("工资性收入填写不合理", "Wage income not plausible"),
        "wage_no_worker" => ("有工资性收入无务工人员", "Wage income but nobody working"),
        "worker_no_wage" => (
            "有务工人员无工资性收入",
            "Somebody working but no wage income",
        ),
        "dibao_zero" => (
            "低保户低保金为0",
            "Receives subsistence allowance, but the amount is 0",
        ),
        "percap_range" => (
            "人均纯收入≤0或超过10万元",
            "Net income per head is 0 or less, or over 100,000 yuan",
        ),
        other => (other, other),
    };
    label(code, zh, en)
}
