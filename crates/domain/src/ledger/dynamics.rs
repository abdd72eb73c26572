//! What hinders a step of household dynamics 动态管理 (DOMAIN §5.3). Nothing here says who is poor:
//! it holds people to the procedure they decide by.

use super::value::{EntryValue, Values};
use crate::codes::Params;
use crate::time::{Date, parse_date};

/// The household as the step finds it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Household {
    /// In monitoring, the risk not removed.
    pub monitored: bool,
    /// The first day of the month monitoring began in.
    pub since: Option<Date>,
    /// 整户无劳动能力.
    pub no_labor: bool,
    /// Another case of the village takes somebody out of monitoring and waits for the county.
    pub exits_waiting: bool,
}

/// What a step rests on.
pub struct Ground<'a> {
    /// The day it is.
    pub today: Date,
    /// The county's parameters.
    pub params: &'a Params,
    /// The household.
    pub household: Household,
    /// What the case says.
    pub case: &'a Values,
    /// What was said with earlier steps, oldest first: the step and its fields.
    pub said: &'a [(String, Values)],
    /// What is said with this one.
    pub now: &'a Values,
}

impl Ground<'_> {
    /// A field of the last step of this name.
    fn earlier(&self, step: &str, field: &str) -> Option<&str> {
        let mut said = self.said.iter().rev();
        said.find(|(name, _)| name == step)?.1.get(field)?.text()
    }

    fn is(&self, kind: &str) -> bool {
        self.case.get("kind").and_then(EntryValue::text) == Some(kind)
    }

    fn param(&self, key: &str, otherwise: i64) -> i64 {
        self.params.number(key).unwrap_or(otherwise)
    }
}

/// Why a step may not be taken yet: its code and the field to look at; `None` when nothing hinders.
///
/// `authorisation_needed`, `notice_too_short`, `notice_running`, `exits_first`, `category_needed`,
/// `already_monitored`, `not_monitored`, `too_soon`, `no_labor`.
#[must_use]
pub fn hindrance(step: &str, ground: &Ground<'_>) -> Option<(&'static str, &'static str)> {
    match step {
        // The family agrees to its data being compared (DOMAIN §5.3).
        "vote" if ground.is("identify") && ground.earlier("check", "authorised") != Some("yes") => {
            Some(("authorisation_needed", "authorised"))
        }
        "publish" => notice_too_short(ground),
        "pass" => {
            let until = ground.earlier("publish", "notice_to").and_then(parse_date);
            // The last day of the notice is one of its days.
            let running = until.is_some_and(|until| ground.today <= until);
            running.then_some(("notice_running", "passed_on"))
        }
        "decide" => undecidable(ground),
        _ => None,
    }
}

fn notice_too_short(ground: &Ground<'_>) -> Option<(&'static str, &'static str)> {
    let day = |field: &str| parse_date(ground.now.get(field)?.text()?);
    let (from, until) = (day("notice_from")?, day("notice_to")?);
    let days = from
        .until(until)
        .map_or(0, |span| i64::from(span.get_days()))
        + 1;
    let least = ground.param("public_notice_min_days", 5);
    (days < least).then_some(("notice_too_short", "notice_to"))
}

fn undecidable(ground: &Ground<'_>) -> Option<(&'static str, &'static str)> {
    let home = &ground.household;
    if ground.is("identify") || ground.is("return") {
        if home.monitored {
            return Some(("already_monitored", "kind"));
        }
        // 先退后进.
        if home.exits_waiting {
            return Some(("exits_first", "kind"));
        }
        let category = ground.now.get("category").and_then(EntryValue::text);
        return category
            .is_none()
            .then_some(("category_needed", "category"));
    }
    if !home.monitored {
        return Some(("not_monitored", "kind"));
    }
    if ground.is("eliminate") {
        if home.no_labor {
            return Some(("no_labor", "kind"));
        }
        let months = ground.param("risk_eliminate_min_months", 6);
        let span = jiff::Span::new().try_months(months).ok();
        let first = home.since.and_then(|since| since.checked_add(span?).ok());
        if first.is_some_and(|first| ground.today < first) {
            return Some(("too_soon", "decided_on"));
        }
    }
    None
}
