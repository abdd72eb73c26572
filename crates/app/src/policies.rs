//! The policy card 政策“一口清” (DOMAIN §2.4): read-only, offline. Amounts are the county's alone.

use std::collections::{BTreeMap, BTreeSet};

use domain::policy::{Term, policies};
use domain::time::{Date, parse_date};
use protocol::policy::PolicyTextV1;
use store::{Connection, household, roll};

use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::error::CallError;
use crate::views::Nothing;
use crate::views::policies as view;
use crate::words::labelled;

impl App {
    pub(crate) async fn policy_card(&self, _: Nothing) -> Result<view::PolicyCard, CallError> {
        self.look(|desk| desk.read(|conn| card(desk, conn))).await
    }
}

fn card(desk: &Desk, conn: &Connection) -> Result<view::PolicyCard, CallError> {
    let today = desk.today();
    let told = roll::policy_card(conn)?;
    let lines: Vec<view::PolicyLine> = policies()
        .iter()
        .map(|policy| {
            let texts = told.texts.iter().filter(|text| text.policy == policy.code);
            let (text, next) = in_force(texts, today);
            view::PolicyLine {
                code: policy.code.clone(),
                name: policy.name(desk.language).to_owned(),
                unit_role: labelled("unit_role", &policy.unit_role, desk.language),
                text,
                next,
            }
        })
        .collect();
    Ok(view::PolicyCard {
        date: today.to_string(),
        villages: villages(conn)?,
        filled: count(lines.iter().filter(|line| line.text.is_some()).count()),
        policies: lines,
    })
}

/// The text that holds today, and the first of those to come.
fn in_force<'a>(
    texts: impl Iterator<Item = &'a PolicyTextV1>,
    today: Date,
) -> (Option<view::PolicyText>, Option<view::PolicyText>) {
    let (mut now, mut next) = (None, None::<&PolicyTextV1>);
    for text in texts {
        // A day nobody can read holds never.
        let Some(from) = parse_date(&text.from) else {
            continue;
        };
        let until = text.until.as_deref().map(parse_date);
        if until == Some(None) {
            continue;
        }
        let term = Term {
            from,
            until: until.flatten(),
        };
        if term.holds_on(today) {
            now = Some(text);
        } else if from > today && next.is_none_or(|next| text.from < next.from) {
            next = Some(text);
        }
    }
    (now.map(shown), next.map(shown))
}

fn shown(text: &PolicyTextV1) -> view::PolicyText {
    let PolicyTextV1 {
        policy: _,
        text,
        from,
        until,
    } = text.clone();
    view::PolicyText { text, from, until }
}

/// Each village this phone has households of.
fn villages(conn: &Connection) -> Result<Vec<view::VillageFacts>, CallError> {
    let mut found: BTreeMap<String, (view::VillageFacts, BTreeSet<String>)> = BTreeMap::new();
    for home in household::list(conn)? {
        let (facts, groups) = found.entry(home.area_code).or_default();
        groups.insert(home.group_name);
        facts.town = home.town;
        facts.village = home.village;
        facts.households += 1;
        facts.people += home.size;
        if home.base_type == "exited" {
            facts.exited += 1;
            facts.exited_people += home.size;
        }
        if home.monitor_category.is_some() {
            facts.monitored += 1;
            facts.monitored_people += home.size;
        }
    }
    for team in roll::teams(conn)? {
        if let Some((facts, _)) = found.get_mut(&team.village_code) {
            let mut people: Vec<view::TeamPerson> = team
                .members
                .into_iter()
                .map(|person| view::TeamPerson {
                    captain: person.id == team.captain_id,
                    name: person.name,
                    unit: person.unit,
                })
                .collect();
            people.sort_by_key(|person| !person.captain);
            facts.team.extend(people);
        }
    }
    Ok(found
        .into_values()
        .map(|(facts, groups)| view::VillageFacts {
            groups: count(groups.len()),
            ..facts
        })
        .collect())
}
