//! Everything the console lists, asked for over HTTP: first pages, later pages, pages of one thing.

use serde_json::{Value, json};

use super::Big;
use super::held::Held;
use crate::bench::Error;
use crate::bench::report::Target;
use crate::bench::times::Times;
use crate::desk::Desk;
use crate::stage;

/// What a list may take on the server, at p95, in milliseconds.
const LIST_MS: f64 = 200.0;
const OVERVIEW_MS: f64 = 500.0;

/// What stands beside each figure: the way there and back, and who it is that asks.
const BESIDE: &str = "signed-in round trip";

/// Pages followed from the first.
const PAGES: usize = 12;

/// A question with its pages.
struct Ask {
    name: &'static str,
    way: Way,
    most_ms: f64,
}

enum Way {
    /// A path, with `?` before the key of the next page, or `&`.
    Get(String),
    Post(&'static str, Value),
    /// One of many things, another each time.
    Each(&'static str, Vec<String>),
}

fn get(name: &'static str, path: &str) -> Ask {
    Ask {
        name,
        way: Way::Get(path.to_owned()),
        most_ms: LIST_MS,
    }
}

fn post(name: &'static str, path: &'static str, body: Value) -> Ask {
    Ask {
        name,
        way: Way::Post(path, body),
        most_ms: LIST_MS,
    }
}

fn asks(held: &Held) -> Vec<Ask> {
    let town = &held.town;
    let mut asks = vec![
        get("visits", "visits"),
        get(
            "visits waiting for captains",
            "visits?state=waiting_captain",
        ),
        get("visits accepted", "visits?state=county_accepted"),
        get("visits returned", "visits?state=returned"),
        get("visits of a town", &format!("visits?town={town}")),
        get(
            "visits of a town, waiting",
            &format!("visits?town={town}&state=waiting_captain"),
        ),
        get("batches", "batches"),
        post("audit log", "audit/search", json!({})),
        get("repeated photos", "photo-matches"),
        get("changes set aside", "aside"),
        get("campaigns", "campaigns"),
        get("towns", "towns"),
        get("villages", "villages"),
        post("households", "households/search", json!({})),
        post(
            "households due",
            "households/search",
            json!({ "filter": "due" }),
        ),
        post(
            "households visited",
            "households/search",
            json!({ "filter": "visited" }),
        ),
        post(
            "households monitored",
            "households/search",
            json!({ "filter": "monitored" }),
        ),
        post(
            "households contested",
            "households/search",
            json!({ "filter": "contested" }),
        ),
        post(
            "households of a town",
            "households/search",
            json!({ "town": town }),
        ),
        post(
            "households by name",
            "households/search",
            json!({ "text": held.head_name }),
        ),
        post(
            "households by a name nobody has",
            "households/search",
            json!({ "text": "某某某" }),
        ),
        post(
            "problems open",
            "problems/search",
            json!({ "group": "open" }),
        ),
        post(
            "problems, all",
            "problems/search",
            json!({ "group": "all" }),
        ),
        post(
            "problems overdue",
            "problems/search",
            json!({ "group": "overdue" }),
        ),
        post(
            "problems of a town",
            "problems/search",
            json!({ "group": "open", "town": town }),
        ),
        post(
            "problems by their day",
            "problems/search",
            json!({ "group": "open", "sort": "due" }),
        ),
        post(
            "problems of the four lists",
            "problems/lines",
            json!({ "group": "all" }),
        ),
        post("photos missing", "photo-desk/missing", json!({})),
        post(
            "photos missing by visitor",
            "photo-desk/visitors",
            json!({}),
        ),
        post("photos in doubt", "photo-desk/unverified", json!({})),
        get("spot checks", "spot-checks"),
        Ask {
            most_ms: OVERVIEW_MS,
            ..post(
                "a draw of households looked at",
                "spot-checks/preview",
                json!({ "kind": "household", "method": "on_site", "days": 90, "count": 200,
                    "seed": "bench" }),
            )
        },
        post("people", "people/search", json!({})),
        post("devices", "devices/search", json!({})),
        post("helpers", "helpers/search", json!({ "group": "all" })),
        post("households without helper", "helpers/unhelped", json!({})),
        post("terms", "helpers/terms", json!({ "group": "all" })),
        Ask {
            name: "one household",
            way: Way::Each("households", held.some_households.clone()),
            most_ms: LIST_MS,
        },
        Ask {
            name: "one visit",
            way: Way::Each("visits", held.some_visits.clone()),
            most_ms: LIST_MS,
        },
    ];
    asks.push(Ask {
        most_ms: OVERVIEW_MS,
        ..get("overview", "overview")
    });
    asks
}

/// The same lists as a town's chief captain sees them: what bounds them is another condition.
fn of_a_town() -> Vec<Ask> {
    vec![
        get("a town's visits", "visits"),
        get("a town's visits waiting", "visits?state=waiting_captain"),
        get("a town's batches", "batches"),
        post("a town's households", "households/search", json!({})),
        post(
            "a town's households due",
            "households/search",
            json!({ "filter": "due" }),
        ),
        post(
            "a town's problems",
            "problems/search",
            json!({ "group": "open" }),
        ),
        Ask {
            most_ms: OVERVIEW_MS,
            ..get("a town's overview", "overview")
        },
    ]
}

/// Asks for everything, signed in as county and as a town.
pub(super) async fn ask_all(
    big: &mut Big<'_>,
    county: &Desk,
    town: &Desk,
    held: &Held,
) -> Result<(), Error> {
    ask(big, county, asks(held)).await?;
    ask(big, town, of_a_town()).await
}

async fn ask(big: &mut Big<'_>, desk: &Desk, asks: Vec<Ask>) -> Result<(), Error> {
    let mut beside = Times::default();
    for _ in 0..big.options.rounds {
        let begun = Times::begin();
        send(desk, &Way::Get("me".to_owned()), 0, None).await?;
        begun.end(&mut beside);
    }
    for ask in asks {
        let (mut first, mut later) = (Times::default(), Times::default());
        // The first is not counted: nobody waits for a cold cache twice.
        send(desk, &ask.way, 0, None).await?;
        let mut pages = 0;
        for round in 0..big.options.rounds {
            let mut after: Option<String> = None;
            for page in 0..PAGES {
                let begun = Times::begin();
                let answer = send(desk, &ask.way, round, after.as_deref()).await?;
                begun.end(if page == 0 { &mut first } else { &mut later });
                pages += usize::from(page > 0);
                after = answer["next"].as_str().map(str::to_owned);
                if after.is_none() {
                    break;
                }
            }
        }
        let workload = big.workload;
        big.report
            .add(workload, format!("{}, p95", ask.name), first.p95(), "ms")
            .target(Target::AtMost(ask.most_ms))
            .beside(BESIDE, beside.p95());
        if pages > 0 {
            big.report
                .add(
                    workload,
                    format!("{}, later pages, p95", ask.name),
                    later.p95(),
                    "ms",
                )
                .target(Target::AtMost(ask.most_ms))
                .beside(BESIDE, beside.p95());
        }
    }
    Ok(())
}

async fn send(desk: &Desk, way: &Way, round: usize, after: Option<&str>) -> Result<Value, Error> {
    let answer = match way {
        Way::Get(path) => match after {
            Some(after) => {
                let join = if path.contains('?') { '&' } else { '?' };
                // Keys are numbers, ids and what joins two of them.
                let after = after.replace(' ', "%20");
                desk.get(&format!("{path}{join}after={after}")).await
            }
            None => desk.get(path).await,
        },
        Way::Post(path, body) => {
            let mut body = body.clone();
            if let Some(after) = after {
                body["after"] = after.into();
            }
            desk.post(path, &body).await
        }
        Way::Each(path, ids) => {
            desk.get(&format!("{path}/{}", ids[round % ids.len()]))
                .await
        }
    };
    Ok(answer.map_err(stage::Error::from)?)
}
