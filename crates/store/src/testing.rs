//! What the tests of this crate share: a phone named ana and one of her visits.

use domain::id::{ChangeId, CountyId, DeviceId, HouseholdId, PersonId, VisitId};
use protocol::clock::ClockV1;
use protocol::enrol::{CountyKeyV1, CountyV1, EnrolReply, TokenReply};
use protocol::pull::PulledRow;
use protocol::receipt::{Disposition, ReceiptV1};
use protocol::visit::{AnswerV1, AnswerValueV1, GeoV1, VisitV1};
use serde_json::json;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Key, Store, identity};

pub const KEY: [u8; 32] = [7; 32];

pub struct Phone {
    pub store: Store,
    pub dir: TempDir,
}

pub fn ana() -> Phone {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(&dir.path().join("ruhu.db"), &Key::from_bytes(KEY)).unwrap();
    store
        .write(|tx| identity::save_enrolment(tx, "https://county.example", &enrolled(1)))
        .unwrap();
    Phone { store, dir }
}

pub fn enrolled(person: u128) -> EnrolReply {
    EnrolReply {
        device_id: DeviceId::from_uuid(Uuid::from_u128(1)),
        person_id: PersonId::from_uuid(Uuid::from_u128(person)),
        county: CountyV1 {
            id: county(),
            name: "county".into(),
            keys: vec![CountyKeyV1 {
                key_id: "k1".into(),
                public_key: "AAAA".into(),
                introduced_by: None,
            }],
        },
        token: TokenReply {
            token: "t".into(),
            expires_ms: 10,
            server_ms: 1,
            server_version: None,
            min_app_version: None,
        },
    }
}

pub fn county() -> CountyId {
    CountyId::from_uuid(Uuid::from_u128(0xc0))
}

pub fn change(number: u128) -> ChangeId {
    ChangeId::from_uuid(Uuid::from_u128(0x1000 + number))
}

pub fn visit_id(number: u128) -> VisitId {
    VisitId::from_uuid(Uuid::from_u128(0x2000 + number))
}

pub fn household_id(number: u128) -> HouseholdId {
    HouseholdId::from_uuid(Uuid::from_u128(0x3000 + number))
}

pub fn clock() -> ClockV1 {
    ClockV1 {
        wall_ms: 1,
        monotonic_ms: 1,
        boot_id: "b".into(),
        server_offset_ms: None,
    }
}

pub fn visit(number: u128, revision: u32) -> VisitV1 {
    VisitV1 {
        id: visit_id(number),
        revision,
        household_id: household_id(number),
        visitor_id: PersonId::from_uuid(Uuid::from_u128(1)),
        template_id: "t".into(),
        template_version: "1".into(),
        profile: "routine".into(),
        started_ms: 1,
        ended_ms: 2,
        clock: clock(),
        geo: GeoV1::Missing {
            reason: "indoors".into(),
        },
        answers: vec![AnswerV1 {
            item: "a1".into(),
            member: None,
            value: AnswerValueV1::Choice("yes".into()),
            unchanged: false,
        }],
        photos: Vec::new(),
        photo_waiver: None,
        problems: Vec::new(),
    }
}

pub fn receipt(number: u128, disposition: Disposition) -> ReceiptV1 {
    ReceiptV1 {
        county_id: county(),
        key_id: "k1".into(),
        change_id: change(number),
        digest: String::new(),
        server_sequence: 1,
        received_ms: 5,
        disposition,
        signature: String::new(),
    }
}

pub fn row(sequence: i64, kind: &str, id: impl ToString, body: serde_json::Value) -> PulledRow {
    PulledRow {
        sequence,
        kind: kind.into(),
        id: id.to_string(),
        body: (!body.is_null()).then(|| serde_json::value::to_raw_value(&body).unwrap()),
    }
}

pub fn household(number: u128, head: &str) -> serde_json::Value {
    json!({
        "id": household_id(number), "number": format!("5200{number}"), "area_code": "520000000001",
        "county": "c", "town": "t", "village": "大坪村", "group": format!("{number}组"),
        "head_name": head, "base_type": "general", "annual_family_size": 3,
    })
}

/// Somebody helps a household from a day on.
pub fn helps(number: u128, person: u128, from: &str, to: Option<&str>) -> serde_json::Value {
    json!({
        "id": Uuid::from_u128(0x4000 + number), "household_id": household_id(number),
        "person_id": Uuid::from_u128(person), "kind": "primary", "from": from, "to": to,
    })
}

pub fn visit_state(number: u128, revision: u32, state: &str) -> serde_json::Value {
    json!({
        "id": visit_id(number), "revision": revision, "state": state, "visitor_name": "n",
        "received_ms": 3, "photos_verified": [], "reviews": [], "visit": visit(number, revision),
    })
}
