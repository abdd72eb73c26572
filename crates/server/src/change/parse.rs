//! From bytes to an edit, with the path of whatever is wrong.

use protocol::edit::Edit;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Stop;

#[derive(Deserialize)]
struct KindOnly {
    kind: String,
}

/// The kind an edit says it is, known or not.
pub(super) fn kind(bytes: &[u8]) -> Option<String> {
    serde_json::from_slice::<KindOnly>(bytes)
        .ok()
        .map(|only| only.kind)
        // Kept beside the bytes, so it must be a text both databases keep.
        .filter(|kind| !kind.contains('\0'))
}

/// An edit of a known kind; `None` for a kind this server has not learnt yet.
pub(super) fn edit(kind: &str, bytes: &[u8]) -> Result<Option<Edit>, Stop> {
    Ok(Some(match kind {
        "save_visit_v1" => Edit::SaveVisitV1(fields(bytes)?),
        "void_visit_v1" => Edit::VoidVisitV1(fields(bytes)?),
        "review_visit_v1" => Edit::ReviewVisitV1(fields(bytes)?),
        "send_batch_v1" => Edit::SendBatchV1(fields(bytes)?),
        "save_household_v1" => Edit::SaveHouseholdV1(fields(bytes)?),
        "save_member_v1" => Edit::SaveMemberV1(fields(bytes)?),
        "resolve_fact_v1" => Edit::ResolveFactV1(fields(bytes)?),
        _ => return Ok(None),
    }))
}

/// Reads the fields themselves, not the tagged whole: a tag costs serde the path.
fn fields<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Stop> {
    // Keeping the path costs as much as reading: it is asked for only when something is wrong.
    if let Ok(read) = serde_json::from_slice(bytes) {
        return Ok(read);
    }
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes))
        .map_err(|error| Stop::reject("malformed", format!("edit.{}", error.path())))
}
