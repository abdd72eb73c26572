//! Values of entries as a person reads them.

use domain::ledger::income::{Family, Reckoned, is_income, notices, reckon};
use domain::ledger::{EntryValue, Field, Ground, Ledger, Shape, Values, check, is_shown};
use domain::mask;
use store::{Connection, household, member};

use super::case::Case;
use crate::desk::Desk;
use crate::error::CallError;
use crate::views::Labelled;
use crate::views::entries as view;
use crate::visit::sheet;
use crate::words::{codes, day, digits, money};

/// What an entry is called.
pub(super) fn title(case: &Case, desk: &Desk) -> String {
    let parts = case.ledger.title.iter().filter_map(|name| {
        let field = case.ledger.field(name)?;
        let value = case.values.get(name)?;
        Some(plain(field, value, desk))
    });
    parts.collect::<Vec<_>>().join(" · ")
}

/// What it is counted by.
pub(super) fn kind(case: &Case, desk: &Desk) -> Option<Labelled> {
    let name = case.ledger.kind.as_ref()?;
    let code = case.values.get(name)?.text()?;
    let field = case.ledger.field(name)?;
    Some(option(field, code, desk))
}

pub(super) fn option(field: &Field, code: &str, desk: &Desk) -> Labelled {
    let options = field.options(codes()).iter();
    let known = options.into_iter().find(|option| option.code == code);
    Labelled {
        code: code.to_owned(),
        label: known
            .map_or(code, |option| option.label(desk.language))
            .to_owned(),
    }
}

/// A value that names no person or household.
fn plain(field: &Field, value: &EntryValue, desk: &Desk) -> String {
    match (&field.shape, value) {
        (Shape::Money { .. }, EntryValue::Number(fen)) => yuan(*fen, desk),
        (_, EntryValue::Number(number)) => number.to_string(),
        (Shape::Choice { .. } | Shape::Own { .. }, EntryValue::Text(code)) => {
            option(field, code, desk).label
        }
        (Shape::IdNumber, EntryValue::Text(number)) if !number.contains('*') => {
            mask::id_number(number)
        }
        (Shape::Date, EntryValue::Text(date)) => day(date, desk.language),
        (_, EntryValue::Text(text)) => text.clone(),
        (_, EntryValue::List(list)) => {
            let labels = list.iter().map(|code| option(field, code, desk).label);
            let comma = desk.language.pick("、", Some(", "));
            labels.collect::<Vec<_>>().join(comma)
        }
    }
}

pub(super) fn yuan(fen: i64, desk: &Desk) -> String {
    money(fen, desk.language)
}

/// Fields with their values, ready to be read.
pub(super) fn lines(
    desk: &Desk,
    conn: &Connection,
    fields: &[Field],
    values: &Values,
) -> Result<Vec<view::EntryLine>, CallError> {
    let mut lines = Vec::new();
    for field in fields.iter().filter(|field| is_shown(field, values)) {
        let Some(value) = values.get(&field.code) else {
            continue;
        };
        lines.push(view::EntryLine {
            label: field.label(desk.language).to_owned(),
            text: whole(desk, conn, field, value)?,
            group: group(field, desk),
        });
    }
    Ok(lines)
}

/// The heading a field stands under.
pub(super) fn group(field: &Field, desk: &Desk) -> Option<String> {
    let (zh, en) = field.group.as_ref()?;
    Some(desk.language.pick(zh, Some(en)).to_owned())
}

fn whole(
    desk: &Desk,
    conn: &Connection,
    field: &Field,
    value: &EntryValue,
) -> Result<String, CallError> {
    let elsewhere = || {
        desk.language
            .pick("不在本机", Some("not on this phone"))
            .to_owned()
    };
    let person = |id: &str| -> Result<String, CallError> {
        Ok(match id.parse() {
            Ok(id) => member::get(conn, id)?.map_or_else(elsewhere, |member| member.name),
            Err(_) => elsewhere(),
        })
    };
    Ok(match (&field.shape, value) {
        (Shape::Member, EntryValue::Text(id)) => person(id)?,
        (Shape::Members, EntryValue::List(ids)) => {
            let names = ids
                .iter()
                .map(|id| person(id))
                .collect::<Result<Vec<_>, _>>()?;
            names.join(desk.language.pick("、", Some(", ")))
        }
        (Shape::Household, EntryValue::Text(id)) => match id.parse() {
            Ok(id) => household::row(conn, id)?.map_or_else(elsewhere, |home| home.head_name),
            Err(_) => elsewhere(),
        },
        _ => plain(field, value, desk),
    })
}

/// What follows from the values of a ledger: of an income survey, its sums and how they come about.
pub(super) fn reckoned(
    desk: &Desk,
    conn: &Connection,
    ledger: &Ledger,
    values: &Values,
    family: Family,
) -> Result<view::EntryReckoned, CallError> {
    if !is_income(ledger) {
        return Ok(view::EntryReckoned::default());
    }
    let Ok(reckoned) = reckon(values) else {
        return Ok(view::EntryReckoned::default());
    };
    let line = sheet::params(conn, desk.today())?
        .number("monitor_line_yuan")
        .and_then(|yuan| yuan.checked_mul(100));
    Ok(view::EntryReckoned {
        lines: income_lines(&reckoned, line, desk),
        notices: notices(&reckoned, values, family)
            .into_iter()
            .map(|code| notice(code, desk))
            .collect(),
    })
}

/// As many lines lead to net income per head; the rest to what the monitoring line is held against.
const NET_LINES: usize = 4;

/// The formula, step by step (DOMAIN §2.3).
fn income_lines(of: &Reckoned, line: Option<i64>, desk: &Desk) -> Vec<view::EntryLine> {
    let say = |zh: &'static str, en: &'static str| desk.language.pick(zh, Some(en));
    let survey = &of.survey;
    let people = survey.annual_family_size;
    let mut all = vec![
        (
            say(
                "收入合计（工资＋经营＋财产＋转移）",
                "Income (wages + business + property + transfers)",
            ),
            yuan(
                survey.wage + survey.business + survey.property + survey.transfer,
                desk,
            ),
        ),
        (
            say("减：生产经营性支出", "Less business expenses"),
            yuan(survey.expense, desk),
        ),
        (
            say("家庭纯收入", "Net income of the household"),
            yuan(of.net, desk),
        ),
        (
            say(
                "人均纯收入（÷ 年度家庭人口数）",
                "Net income per head (÷ people of the year)",
            ),
            format!(
                "{} ÷ {people} = {}",
                digits(of.net),
                yuan(of.per_capita_net, desk)
            ),
        ),
        (
            say(
                "监测参考收入（＋理赔－合规自付）",
                "Reference income (+ claims − own spending that counts)",
            ),
            yuan(of.reference, desk),
        ),
        (
            say("人均参考收入", "Reference income per head"),
            format!(
                "{} ÷ {people} = {}",
                digits(of.reference),
                yuan(of.per_capita_reference, desk)
            ),
        ),
    ];
    if let Some(line) = line {
        let below = of.per_capita_reference < line;
        let against = if below {
            say(
                "低于监测范围：只是线索，由评议和审定决定",
                "below the line: a lead only, people decide",
            )
        } else {
            say("不低于监测范围", "not below the line")
        };
        all.push((
            say("当年监测范围（人均）", "The line in force (per head)"),
            format!("{} · {against}", yuan(line, desk)),
        ));
    }
    let headings = [
        say("纯收入", "Net income"),
        say("监测参考", "For monitoring"),
    ];
    all.into_iter()
        .enumerate()
        .map(|(at, (label, text))| view::EntryLine {
            label: label.to_owned(),
            text,
            group: Some(headings[usize::from(at >= NET_LINES)].to_owned()),
        })
        .collect()
}

/// ID numbers that do not check: kept as typed, and to be compared once more (DOMAIN §3).
pub(super) fn doubtful(desk: &Desk, fields: &[Field], values: &Values) -> Vec<String> {
    let ground = Ground {
        today: desk.today(),
        codes: codes(),
        members: None,
    };
    let doubtful = check(fields, values, &ground).doubtful_ids;
    let say = desk.language.pick(
        "校验不对，请再核对一遍；确实如此也可以保存",
        Some("does not check. Please compare it once more; if it is so, it can be saved"),
    );
    let colon = desk.language.pick("：", Some(" "));
    let shown = fields.iter().filter(|field| doubtful.contains(&field.code));
    shown
        .map(|field| format!("{}{colon}{say}", field.label(desk.language)))
        .collect()
}

fn notice(code: &str, desk: &Desk) -> String {
    let (zh, en) = match code {
        "biz_without_expense" => (
            "有生产经营性收入，没有支出",
            "Business income without expenses",
        ),
        "wage_tiny" => (
            "工资性收入不到100元，请再看一眼",
            "Wages below 100 yuan: look again",
        ),
        "wage_no_worker" => (
            "有工资性收入，没有务工人员",
            "Wage income, but nobody working",
        ),
        "worker_no_wage" => (
            "有务工人员，没有工资性收入",
            "Somebody working, but no wage income",
        ),
        "dibao_zero" => (
            "低保户，低保金为0",
            "Receives the subsistence allowance, but the amount is 0",
        ),
        "percap_range" => (
            "人均纯收入不大于0或超过10万元",
            "Net income per head is 0 or less, or over 100,000 yuan",
        ),
        other => (other, other),
    };
    desk.language.pick(zh, Some(en)).to_owned()
}
