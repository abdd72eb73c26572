//! Requests of phones, by any client to any server of a county.

use protocol::pull::PullReply;
use protocol::push::{ChangeOutcome, Outcome, PushReply};
use serde_json::{Value, json};

/// Pushes with any client to any server of the county.
pub async fn push_to(
    http: &reqwest::Client,
    server: &str,
    token: &str,
    changes: &[Value],
) -> Vec<Outcome> {
    let reply: PushReply = http
        .post(format!("{server}/v1/push"))
        .bearer_auth(token)
        .header("ruhu-protocol", "1")
        .json(&json!({ "changes": changes }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(reply.outcomes.len(), changes.len());
    reply
        .outcomes
        .into_iter()
        .map(|ChangeOutcome { outcome, .. }| outcome)
        .collect()
}

/// Pulls a page with any client from any server of the county.
pub async fn pull_from(
    http: &reqwest::Client,
    server: &str,
    token: &str,
    after: i64,
    limit: u32,
) -> PullReply {
    http.get(format!("{server}/v1/pull?after={after}&limit={limit}"))
        .bearer_auth(token)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap()
}
