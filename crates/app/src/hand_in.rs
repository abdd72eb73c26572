//! "Safe to hand in this phone": every receipt is checked again, with the county's keys kept
//! here, whenever somebody asks. Works without a network; believes no flag.

use std::collections::BTreeMap;

use domain::id::VisitId;
use store::hand_in::{self, Proof, Proved};
use store::outbox::{Delivery, Waiting};
use store::{Connection, board, identity};

use crate::App;
use crate::cards::count;
use crate::desk::Desk;
use crate::entries;
use crate::error::CallError;
use crate::me::change;
use crate::problems;
use crate::views::Nothing;
use crate::views::me::{HandIn, HandInLeft, HandInWhat, SyncProgress, SyncStep};

/// Often enough to be seen to move, seldom enough not to cost anything.
const TELL_EVERY: u32 = 64;

impl App {
    pub(crate) async fn hand_in(&self, _: Nothing) -> Result<HandIn, CallError> {
        let app = self.clone();
        self.look(move |desk| {
            let mut tell = |done: u32, total: u32| {
                if done.is_multiple_of(TELL_EVERY) {
                    app.tell(&SyncProgress {
                        step: SyncStep::Verify,
                        done,
                        total,
                        bytes_done: 0,
                        bytes_total: 0,
                    });
                }
            };
            let now_ms = desk.now.as_ms();
            let (proof, mut page) = desk.read(|conn| {
                let proof = hand_in::prove(conn, &mut tell)?;
                let page = page(desk, conn, &proof)?;
                Ok((proof, page))
            })?;
            if proof.is_safe() {
                let proved = Proved {
                    at_ms: now_ms,
                    recorded: proof.recorded(),
                };
                desk.write(|tx| Ok(hand_in::save_proved(tx, &proved)?))?;
                page.proved_ms = Some(now_ms);
                page.proved_count = Some(proved.recorded);
            }
            Ok(page)
        })
        .await
    }
}

fn page(desk: &Desk, conn: &Connection, proof: &Proof) -> Result<HandIn, CallError> {
    let proved = hand_in::last_proved(conn)?;
    Ok(HandIn {
        safe: proof.is_safe(),
        county: identity::county(conn)?.map_or_else(String::new, |county| county.name),
        recorded: proof.recorded(),
        verified: proof.verified(),
        outstanding: proof.outstanding(),
        photos: proof.photos,
        photos_verified: proof.photos_verified,
        left: left(desk, conn, proof)?,
        checked_ms: desk.now.as_ms(),
        proved_ms: proved.map(|proved| proved.at_ms),
        proved_count: proved.map(|proved| proved.recorded),
    })
}

/// What is left, what needs a person first.
fn left(desk: &Desk, conn: &Connection, proof: &Proof) -> Result<Vec<HandInLeft>, CallError> {
    let mut all = Vec::new();
    for waiting in &proof.waiting {
        let card = change(conn, waiting)?;
        all.push(HandInLeft {
            what: what(waiting),
            title: card.title,
            visit_id: card.visit_id,
            problem_id: card.problem_id,
            entry_id: card.entry_id,
            count: 1,
            code: card.code,
        });
    }
    for draft in &proof.drafts {
        all.push(HandInLeft {
            what: HandInWhat::Draft,
            title: head_name(conn, *draft)?,
            visit_id: Some(draft.to_string()),
            problem_id: None,
            entry_id: None,
            count: 1,
            code: None,
        });
    }
    for draft in problems::drafts(desk, conn)? {
        all.push(HandInLeft {
            what: HandInWhat::ProblemDraft,
            title: draft.head_name,
            visit_id: None,
            problem_id: draft.problem_id,
            entry_id: None,
            count: 1,
            code: None,
        });
    }
    for draft in entries::drafts(desk, conn)? {
        all.push(HandInLeft {
            what: HandInWhat::EntryDraft,
            title: draft.head_name.unwrap_or(draft.ledger.label),
            visit_id: None,
            problem_id: None,
            entry_id: draft.target.entry_id,
            count: 1,
            code: None,
        });
    }
    let mut photos: BTreeMap<(VisitId, Option<String>), u32> = BTreeMap::new();
    for photo in &proof.photos_outstanding {
        *photos
            .entry((photo.visit_id, photo.parked_code.clone()))
            .or_default() += 1;
    }
    for ((visit, code), number) in photos {
        all.push(HandInLeft {
            what: match code {
                Some(_) => HandInWhat::PhotoRefused,
                None => HandInWhat::Photo,
            },
            title: head_name(conn, visit)?,
            visit_id: Some(visit.to_string()),
            problem_id: None,
            entry_id: None,
            count: number,
            code,
        });
    }
    if !proof.unproved.is_empty() {
        all.push(HandInLeft {
            what: HandInWhat::Unproved,
            title: String::new(),
            visit_id: None,
            problem_id: None,
            entry_id: None,
            count: count(proof.unproved.len()),
            code: None,
        });
    }
    all.sort_by_key(|one| one.what as u8);
    all.sort_by_key(|one| {
        !matches!(
            one.what,
            HandInWhat::Parked
                | HandInWhat::PhotoRefused
                | HandInWhat::Draft
                | HandInWhat::ProblemDraft
        )
    });
    Ok(all)
}

fn what(waiting: &Waiting) -> HandInWhat {
    match waiting.delivery {
        Delivery::Queued | Delivery::Withdrawn if waiting.behind => HandInWhat::Behind,
        Delivery::Queued | Delivery::Withdrawn => HandInWhat::Queued,
        Delivery::Held => HandInWhat::Held,
        Delivery::Quarantined => HandInWhat::Quarantined,
        Delivery::Parked => HandInWhat::Parked,
    }
}

fn head_name(conn: &Connection, visit: VisitId) -> Result<String, CallError> {
    Ok(board::visit(conn, visit)?.map_or_else(String::new, |line| line.head_name))
}
