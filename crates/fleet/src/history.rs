//! The two weeks before today: other teams' visits, so that the county has something to look at.

use fastrand::Rng;
use serde_json::{Value, json};

use crate::phone::Phone;
use crate::stage::{Error, Stage, accept_clean};
use crate::visitor::{Finding, Manner, visit};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// A team at work: its captain and one cadre with their phones.
struct Pair {
    captain: Phone,
    cadre: Phone,
    households: Vec<String>,
}

/// What was played.
#[derive(Clone, Copy, Debug, Default)]
pub struct Played {
    pub visits: usize,
    pub batches: usize,
    pub accepted: u64,
}

/// Plays `days` days up to yesterday with `teams` teams; the clock ends at `today_ms`.
pub async fn play(
    stage: &Stage,
    teams: usize,
    days: i64,
    today_ms: i64,
    rng: &mut Rng,
) -> Result<Played, Error> {
    stage.clock.set(today_ms - days * DAY_MS);
    let mut pairs = Vec::new();
    for team in 1..=teams {
        pairs.push(pair(stage, team).await?);
    }

    let mut played = Played::default();
    for day in 0..days {
        stage.clock.set(today_ms - (days - day) * DAY_MS);
        let team = usize::try_from(day).unwrap_or(0) % pairs.len();
        for step in 0..pairs.len().min(3) {
            let at = (team + step * 2) % pairs.len();
            let Some(household) = pairs[at].households.pop() else {
                continue;
            };
            let batched = work(&pairs[at], &household, rng).await?;
            played.visits += 1;
            if let Some(batch) = batched {
                played.batches += 1;
                // The county is a day behind: the last batches are still on its desk.
                if day < days - 1 {
                    // A session lasts no longer than a working day.
                    let desk = stage.desk(&stage.staff).await?;
                    played.accepted += accept_clean(&desk, &batch).await?;
                }
            }
        }
    }
    stage.clock.set(today_ms);
    Ok(played)
}

async fn pair(stage: &Stage, team: usize) -> Result<Pair, Error> {
    let of_team = |people: &[crate::county::Someone]| {
        people
            .iter()
            .find(|someone| someone.team == Some(team))
            .cloned()
    };
    let captain = of_team(&stage.county.captains).ok_or(Error::Roster(0))?;
    let cadre = of_team(&stage.county.cadres).ok_or(Error::Roster(0))?;
    let captain = stage
        .phone(&format!("captain-{team}"), captain.id, &stage.url)
        .await?;
    let cadre = stage
        .phone(&format!("cadre-{team}"), cadre.id, &stage.url)
        .await?;
    cadre.call::<Value>("sync_now", json!({})).await?;
    let query = json!({ "text": "", "filter": "due", "skip": 0 });
    let list: Value = cadre.call("list_households", query).await?;
    let households = list["households"].as_array().into_iter().flatten();
    let households = households
        .filter_map(|card| card["household_id"].as_str().map(str::to_owned))
        .take(8)
        .collect();
    Ok(Pair {
        captain,
        cadre,
        households,
    })
}

/// One visit, its review and its batch; tells the batch sent.
async fn work(pair: &Pair, household: &str, rng: &mut Rng) -> Result<Option<String>, Error> {
    let finding = match rng.u32(..10) {
        0 => Finding::Housing,
        1 | 2 => Finding::Water,
        _ => Finding::Nothing,
    };
    let manner = Manner {
        profile: "routine",
        finding,
        camera_px: 800,
        scene: None,
        minutes: rng.i64(14..40),
    };
    let form = visit(&pair.cadre, household, manner, rng).await?;
    pair.cadre.call::<Value>("sync_now", json!({})).await?;
    pair.captain.call::<Value>("sync_now", json!({})).await?;
    let decision = json!({
        "visit_id": form.visit_id, "revision": form.revision, "decision": "approve",
        "reasons": [], "comments": [], "note": null,
    });
    pair.captain.call::<Value>("decide", decision).await?;
    let sent: Value = pair
        .captain
        .call("send_batch", json!({ "visit_ids": [form.visit_id] }))
        .await?;
    pair.captain.call::<Value>("sync_now", json!({})).await?;
    let batch = sent["batches"].as_array().and_then(|all| {
        all.iter().max_by_key(|batch| batch["sent_ms"].as_i64())?["batch_id"].as_str()
    });
    Ok(batch.map(str::to_owned))
}
