//! The tables that a visit, and what came of it, are written to.

use domain::id::BatchId;

use super::fill::{Ground, Rows};
use super::homes::{FEED, RECORD};

/// Rows of one transaction, by table.
pub(super) struct Tables<'a> {
    pub ground: &'a Ground,
    sequence: &'a mut i64,
    /// The batch under way, and how many visits are in it.
    pub batch: Option<(BatchId, usize)>,
    pub rows: Vec<Rows>,
}

/// The tables a visit writes to, in this order.
const HEADS: &[&str] = &[
    "insert into visit (county_id, visit_id, household_id, visitor_id, by_captain, area_code,
         town_code, revision, state, counts, period, ended_ms, received_ms, received_date,
         accepted_date, problems, photos, photos_verified, flags, batch_id, sequence,
         trusted_ended_ms, trusted_error_ms, trusted_basis, wall_off_ms, profile)",
    "insert into change (county_id, change_id, device_id, person_id, device_sequence, record_kind,
         record_id, kind, edit, made_at, digest, disposition, code, outcome, received_ms,
         sequence)",
    "insert into visit_revision (county_id, visit_id, revision, change_id, received_ms, sequence,
         started_ms, method, respondent_id, purposes, summary, place)",
    "insert into visit_photo (county_id, visit_id, photo_id, sha256)",
    "insert into photo (county_id, sha256, bytes, verified_ms, verified_date, device_id, receipt)",
    "insert into visit_problem (county_id, visit_id, position, problem_key, origin, member_id,
         category, severity, title, dismissed, differs)",
    RECORD,
    FEED,
    "insert into audit (county_id, position, at_ms, actor_id, action, subject)",
    "insert into batch (county_id, batch_id, sender_id, area_code, town_code, manifest_sha256,
         state, visits, accepted, returned, sent_ms, received_ms, received_date, sequence)",
    "insert into batch_visit (county_id, batch_id, visit_id, revision, outcome)",
    "insert into problem (county_id, problem_id, number, problem_key, household_id, area_code,
         town_code, source, category, severity, title, state, is_open, unit_role, found_ms,
         registered_date, first_due, due, done_date, closed_ms, visit_id, sequence)",
    "insert into problem_step (county_id, problem_id, sequence, step_id, step, state, by_person,
         received_ms)",
];
pub(super) const VISIT: usize = 0;
pub(super) const CHANGE: usize = 1;
pub(super) const REVISION: usize = 2;
pub(super) const VISIT_PHOTO: usize = 3;
pub(super) const PHOTO: usize = 4;
pub(super) const VISIT_PROBLEM: usize = 5;
pub(super) const RECORDS: usize = 6;
pub(super) const FEEDS: usize = 7;
pub(super) const AUDIT: usize = 8;
pub(super) const BATCHES: usize = 9;
pub(super) const BATCH_VISIT: usize = 10;
pub(super) const PROBLEM: usize = 11;
pub(super) const STEP: usize = 12;

impl<'a> Tables<'a> {
    pub fn new(ground: &'a Ground, sequence: &'a mut i64) -> Self {
        Self {
            ground,
            sequence,
            batch: None,
            rows: HEADS.iter().map(|head| Rows::of(head)).collect(),
        }
    }

    pub fn into_rows(self) -> Vec<Rows> {
        self.rows
    }

    /// The county's next number.
    pub fn next(&mut self) -> i64 {
        *self.sequence += 1;
        *self.sequence
    }
}
