//! A change as it came, read as far as it can be without the database.

use domain::id::ChangeId;
use protocol::edit::Edit;
use protocol::push::{ChangeV1, Rejection};
use protocol::visit::VisitV1;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Stop;

/// One change with what its bytes say.
pub struct Incoming {
    pub change: ChangeV1,
    /// SHA-256 of the edit's bytes, hex.
    pub digest: String,
    /// What the edit says it is, known here or not.
    pub(super) kind: Option<String>,
    /// `None` for a kind this server has not learnt yet.
    edit: Result<Option<Edit>, Rejection>,
}

impl Incoming {
    /// Reads a change that may say anything.
    pub fn read(change: ChangeV1) -> Self {
        let bytes = change.edit.get().as_bytes();
        let kind = kind(bytes);
        let edit = match &kind {
            Some(kind) => edit(kind, bytes),
            None => Err(malformed("edit.kind")),
        };
        Self {
            digest: protocol::digest(bytes),
            kind,
            edit,
            change,
        }
    }

    pub fn id(&self) -> ChangeId {
        self.change.change_id
    }

    /// Exactly the bytes that were sealed on the phone.
    pub(super) fn edit_bytes(&self) -> &[u8] {
        self.change.edit.get().as_bytes()
    }

    /// The edit, if what surrounds it agrees with it.
    pub(super) fn edit(&self) -> Result<Option<&Edit>, Rejection> {
        let edit = self.edit.as_ref().map_err(Clone::clone)?.as_ref();
        if self.change.device_sequence < 1 {
            return Err(malformed("device_sequence"));
        }
        if self.change.after == Some(self.change.change_id) {
            // It would wait for itself, for ever.
            return Err(malformed("after"));
        }
        if edit.is_some_and(|edit| edit.record() != self.change.record) {
            return Err(malformed("record"));
        }
        Ok(edit)
    }

    /// The visit, if that is what it is, the first of its kind, and after nothing else.
    pub(super) fn new_visit(&self) -> Option<&VisitV1> {
        match self.edit() {
            Ok(Some(Edit::SaveVisitV1(visit)))
                if visit.revision == 1 && self.change.after.is_none() =>
            {
                Some(visit)
            }
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct KindOnly {
    kind: String,
}

fn kind(bytes: &[u8]) -> Option<String> {
    serde_json::from_slice::<KindOnly>(bytes)
        .ok()
        .map(|only| only.kind)
        // Kept beside the bytes, so it must be a text both databases keep.
        .filter(|kind| !kind.contains('\0'))
}

/// An edit that was kept. Bytes that were read once can be read again.
pub(super) fn kept(kind: &str, bytes: &[u8]) -> Result<Option<Edit>, Stop> {
    edit(kind, bytes).map_err(Stop::Reject)
}

fn edit(kind: &str, bytes: &[u8]) -> Result<Option<Edit>, Rejection> {
    Ok(Some(match kind {
        "save_visit_v1" => Edit::SaveVisitV1(fields(bytes)?),
        "void_visit_v1" => Edit::VoidVisitV1(fields(bytes)?),
        "review_visit_v1" => Edit::ReviewVisitV1(fields(bytes)?),
        "send_batch_v1" => Edit::SendBatchV1(fields(bytes)?),
        "save_household_v1" => Edit::SaveHouseholdV1(fields(bytes)?),
        "save_member_v1" => Edit::SaveMemberV1(fields(bytes)?),
        "resolve_fact_v1" => Edit::ResolveFactV1(fields(bytes)?),
        "raise_problem_v1" => Edit::RaiseProblemV1(fields(bytes)?),
        "move_problem_v1" => Edit::MoveProblemV1(fields(bytes)?),
        "save_entry_v1" => Edit::SaveEntryV1(fields(bytes)?),
        "move_entry_v1" => Edit::MoveEntryV1(fields(bytes)?),
        _ => return Ok(None),
    }))
}

/// Reads the fields themselves, not the tagged whole: a tag costs serde the path.
fn fields<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Rejection> {
    // Keeping the path costs as much as reading: it is asked for only when something is wrong.
    if let Ok(read) = serde_json::from_slice(bytes) {
        return Ok(read);
    }
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(bytes))
        .map_err(|error| malformed(format!("edit.{}", error.path())))
}

fn malformed(field: impl Into<String>) -> Rejection {
    Rejection {
        code: "malformed".to_owned(),
        field: Some(field.into()),
        current: None,
    }
}
