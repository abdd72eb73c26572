//! The list of households: found by words and tags, in the order asked for.

use std::cmp::Reverse;
use std::collections::HashSet;

use domain::codes::Language;
use domain::task::TaskState;
use domain::time::Date;
use store::search::{Ages, Home, Names, Order, Wanted, Word};
use store::standing::Found;
use store::{Connection, standing, tag};

use super::card;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::CallError;
use crate::tasks::Plans;
use crate::views::household as view;
use crate::words::codes;

/// Cards in a page of the list.
const PAGE: usize = 50;

/// A shorter word is a piece of a name, never of a tag's.
const TAG_LETTERS: usize = 2;

/// Full years from which somebody is of age, and old (未成年人保护法, 老年人权益保障法).
const OF_AGE: i16 = 18;
const OLD: i16 = 60;

pub(super) fn list(
    desk: &Desk,
    conn: &Connection,
    query: &view::HouseholdQuery,
) -> Result<view::HouseholdList, CallError> {
    let names = desk.store.names(conn)?;
    let matching = find(&names, query, desk.today());
    let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
    let rows: Vec<i64> = match query.filter {
        view::HouseholdFilter::Monitored => {
            let monitored = matching.into_iter().filter(|home| home.is_monitored());
            monitored.map(|home| home.row).collect()
        }
        _ => matching.into_iter().map(|home| home.row).collect(),
    };
    let plans = Plans::load(desk, conn)?;
    let is_known_order = matches!(
        query.order,
        view::HouseholdOrder::Place | view::HouseholdOrder::Name
    );
    let is_known_filter = matches!(
        query.filter,
        view::HouseholdFilter::All | view::HouseholdFilter::Monitored
    );
    if is_known_order && is_known_filter {
        // What is not on the page need not be read.
        let shown = rows.get(skip..).unwrap_or_default();
        let shown = shown.get(..PAGE).unwrap_or(shown);
        let found = standing::of_rows(conn, shown, &desk.today().to_string())?;
        return Ok(view::HouseholdList {
            total: count(rows.len()),
            households: found
                .iter()
                .map(|found| card(desk, &plans, found))
                .collect(),
        });
    }
    let found = sifted(&plans, conn, query, &rows)?;
    Ok(view::HouseholdList {
        total: count(found.len()),
        households: found
            .iter()
            .skip(skip)
            .take(PAGE)
            .map(|(_, found)| card(desk, &plans, found))
            .collect(),
    })
}

/// Filtered and sorted by how each stands today.
fn sifted(
    plans: &Plans,
    conn: &Connection,
    query: &view::HouseholdQuery,
    rows: &[i64],
) -> Result<Vec<(TaskState, Found)>, CallError> {
    let today = plans.today.to_string();
    let all = standing::of_rows(conn, rows, &today)?;
    let deeds = match query.filter {
        view::HouseholdFilter::Deed => plans.deeds_due(conn, &all)?,
        _ => HashSet::new(),
    };
    let mut found: Vec<(TaskState, Found)> = all
        .into_iter()
        .map(|found| (plans.visit(&found).state, found))
        .filter(|(state, found)| match query.filter {
            view::HouseholdFilter::All | view::HouseholdFilter::Monitored => true,
            view::HouseholdFilter::Due => state.is_pressing(),
            view::HouseholdFilter::Visited => *state == TaskState::Done,
            view::HouseholdFilter::Contested => found.standing.contested > 0,
            view::HouseholdFilter::Deed => deeds.contains(&found.row.household_id),
        })
        .collect();
    // Stable: among equals the order of the village stays.
    match query.order {
        view::HouseholdOrder::Due => {
            found.sort_by_key(|(state, found)| (state.urgency(), found.standing.last_visit_ms));
        }
        view::HouseholdOrder::LastVisit => {
            found.sort_by_key(|(_, found)| Reverse(found.standing.last_visit_ms));
        }
        view::HouseholdOrder::Place if query.filter == view::HouseholdFilter::Due => {
            found.sort_by_key(|(state, _)| state.urgency());
        }
        view::HouseholdOrder::Place | view::HouseholdOrder::Name => {}
    }
    Ok(found)
}

fn find<'a>(names: &'a Names, query: &view::HouseholdQuery, today: Date) -> Vec<&'a Home> {
    let (child_after, elder_until) = ages(today);
    let ages = Ages {
        child_after: &child_after,
        elder_until: &elder_until,
    };
    let known = names.tags(&ages);
    let words = query.text.split_whitespace().map(|text| Word {
        text,
        tags: known
            .keys()
            .copied()
            .filter(|tag| is_called(tag, text))
            .collect(),
    });
    names.find(&Wanted {
        words: words.collect(),
        tags: by_group(&query.tags),
        ages,
        order: match query.order {
            view::HouseholdOrder::Name => Order::Name,
            _ => Order::Place,
        },
    })
}

/// Of one group any will do, of several groups each must.
fn by_group(tags: &[String]) -> Vec<Vec<&str>> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for tag in tags {
        let group = tag.split_once('.').map_or("", |(group, _)| group);
        match groups.iter_mut().find(|(known, _)| *known == group) {
            Some((_, chosen)) => chosen.push(tag),
            None => groups.push((group, vec![tag])),
        }
    }
    groups.into_iter().map(|(_, chosen)| chosen).collect()
}

/// Days of birth after which somebody is a child, and until which somebody is old.
fn ages(today: Date) -> (String, String) {
    let born = |years: i16| {
        let year = today.year() - years;
        format!("{year:04}-{:02}-{:02}", today.month(), today.day())
    };
    (born(OF_AGE), born(OLD))
}

/// Tags to choose from, each with how many households have it; groups in the order to show them.
pub(super) fn tags(desk: &Desk, conn: &Connection) -> Result<Vec<view::HouseholdTag>, CallError> {
    let (child_after, elder_until) = ages(desk.today());
    let names = desk.store.names(conn)?;
    let found = names.tags(&Ages {
        child_after: &child_after,
        elder_until: &elder_until,
    });
    let place = |group: &str| GROUPS.iter().position(|(known, _)| *known == group);
    let mut tags: Vec<(usize, view::HouseholdTag)> = found
        .into_iter()
        .filter_map(|(tag, households)| {
            let (group, _) = tag.split_once('.')?;
            let shown = view::HouseholdTag {
                tag: tag.to_owned(),
                group: group.to_owned(),
                label: label(tag, desk.language),
                households,
            };
            Some((place(group)?, shown))
        })
        .collect();
    tags.sort_by_key(|(group, tag)| (*group, Reverse(tag.households)));
    Ok(tags.into_iter().map(|(_, tag)| tag).collect())
}

/// Groups in the order to show them, each with the code list its words are from.
const GROUPS: &[(&str, Option<&str>)] = &[
    ("monitor", Some("household_type")),
    ("base", Some("household_type")),
    ("risk", Some("risk_type")),
    ("welfare", Some("welfare_status")),
    ("member", None),
    ("health", Some("health_status")),
    ("home", None),
];

/// Words for what is in no code list.
const WORDS: &[(&str, &str, &str)] = &[
    (tag::CHILD, "有未成年人", "with children"),
    (tag::ELDER, "有60岁以上老人", "with people over 60"),
    (tag::AWAY, "有外出务工", "someone works away"),
    ("home.relocated", "易地搬迁", "relocated"),
    ("home.no_labor", "整户无劳动能力", "nobody can work"),
];

/// A tag in words; a code no list has is shown as it is.
fn label(tag: &str, language: Language) -> String {
    if let Some((_, zh, en)) = WORDS.iter().find(|(known, ..)| *known == tag) {
        return language.pick(zh, Some(en)).to_owned();
    }
    let (group, code) = tag.split_once('.').unwrap_or(("", tag));
    let list = GROUPS.iter().find(|(known, _)| *known == group);
    list.and_then(|(_, list)| *list)
        .and_then(|list| codes().label(list, code, language))
        .unwrap_or(code)
        .to_owned()
}

fn is_called(tag: &str, word: &str) -> bool {
    let typed = word.to_lowercase();
    typed.chars().count() >= TAG_LETTERS
        && [Language::Zh, Language::En]
            .into_iter()
            .any(|language| label(tag, language).to_lowercase().contains(&typed))
}
