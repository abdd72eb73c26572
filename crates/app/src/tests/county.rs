//! What the county would send: applied to the phone's store as a pull would.

use domain::id::{HouseholdId, MemberId, PersonId};
use protocol::edit::{CommentV1, DecisionV1, ReviewV1};
use protocol::enrol::{CountyKeyV1, CountyV1, EnrolReply, TokenReply};
use protocol::pull::PulledRow;
use protocol::row::{
    AssignmentV1, HouseholdV1, MemberV1, PersonV1, ReviewedV1, Role, RoleV1, VisitStateV1, kind,
};
use protocol::visit::VisitV1;
use serde::Serialize;
use store::{identity, pull};
use uuid::Uuid;

use super::phone::Phone;

pub const ZHANG: &str = "00000000-0000-0000-0000-000000000100";
/// Another cadre of the team.
pub const LI: u128 = 2;

pub fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

pub fn row(kind: &str, id: impl ToString, body: &impl Serialize) -> PulledRow {
    let body = serde_json::value::to_raw_value(body).unwrap();
    PulledRow {
        sequence: 1,
        kind: kind.to_owned(),
        id: id.to_string(),
        body: Some(body),
    }
}

pub fn apply(phone: &Phone, rows: &[PulledRow]) {
    let desk = phone.app.desk().unwrap();
    desk.store
        .write(|tx| pull::apply_page(tx, rows, 1, 0))
        .unwrap();
}

/// The phone's owner, under a name.
pub fn owner(role: Role, name: &str) -> PersonV1 {
    PersonV1 {
        id: person(1),
        name: name.to_owned(),
        unit: "县水利局".to_owned(),
        phone: None,
        roles: vec![RoleV1 {
            role,
            area: "141123100201".to_owned(),
        }],
    }
}

/// Wang's phone, with the Zhang household of four on it.
pub fn wang(role: Role) -> Phone {
    let phone = Phone::new();
    let me = person(1);
    let reply = EnrolReply {
        device_id: domain::id::DeviceId::from_uuid(Uuid::from_u128(9)),
        person_id: me,
        county: CountyV1 {
            id: domain::id::CountyId::from_uuid(Uuid::from_u128(8)),
            name: "兴县".to_owned(),
            keys: vec![CountyKeyV1 {
                key_id: "1".to_owned(),
                public_key: String::new(),
                introduced_by: None,
            }],
        },
        token: TokenReply {
            token: "t".to_owned(),
            expires_ms: 0,
            server_ms: 0,
            server_version: None,
            min_app_version: None,
        },
    };
    let desk = phone.app.desk().unwrap();
    desk.store
        .write(|tx| identity::save_enrolment(tx, "http://127.0.0.1:9", &reply))
        .unwrap();
    let mut rows = vec![row(kind::PERSON, me, &owner(role, "王芳"))];
    rows.extend(household());
    apply(&phone, &rows);
    phone
}

fn household() -> Vec<PulledRow> {
    let id: HouseholdId = ZHANG.parse().unwrap();
    let household = HouseholdV1 {
        id,
        number: "14112310020100017".to_owned(),
        area_code: "141123100201".to_owned(),
        county: "兴县".to_owned(),
        town: "蔚汾镇".to_owned(),
        village: "李家湾村".to_owned(),
        group: "三组".to_owned(),
        head_name: "张三".to_owned(),
        base_type: "exited".to_owned(),
        monitor_category: None,
        monitor_since: None,
        risk_types: Vec::new(),
        risk_eliminated: false,
        eliminated_on: None,
        elimination_mode: None,
        ended_on: None,
        ended_reason: None,
        welfare_tags: Vec::new(),
        relocated: false,
        no_labor: false,
        annual_family_size: 4,
        net_income_fen: Some(6_400_000),
        phone: Some("13812341234".to_owned()),
        address: None,
        lat: Some(34.5808),
        lon: Some(105.7242),
        version: 0,
        contested: Vec::new(),
    };
    let assignment = AssignmentV1 {
        id: domain::id::AssignmentId::from_uuid(Uuid::from_u128(300)),
        household_id: id,
        person_id: person(1),
        kind: "primary".to_owned(),
        from: "2025-01-01".to_owned(),
        to: None,
    };
    let mut rows = vec![
        row(kind::HOUSEHOLD, id, &household),
        row(kind::ASSIGNMENT, assignment.id, &assignment),
    ];
    let family = family();
    rows.extend(family.iter().map(|one| row(kind::MEMBER, one.id, one)));
    rows
}

/// Zhang's household: he, his wife, a child of school age and his mother.
pub fn family() -> Vec<MemberV1> {
    let id: HouseholdId = ZHANG.parse().unwrap();
    let people = [
        ("张三", "户主", "1", "1981-03-05", "not_student"),
        ("李梅", "配偶", "2", "1983-07-09", "not_student"),
        ("张小明", "之子", "1", "2014-05-20", "primary"),
        ("王桂英", "之母", "2", "1955-01-15", "not_student"),
    ];
    let people = people.into_iter().enumerate();
    people
        .map(|(at, (name, relation, gender, birth, school))| MemberV1 {
            id: MemberId::from_uuid(Uuid::from_u128(200 + at as u128)),
            household_id: id,
            number: format!("1411231002010001700{at}"),
            name: name.to_owned(),
            id_number_masked: "141123********1234".to_owned(),
            gender: gender.to_owned(),
            birth: birth.to_owned(),
            relation: relation.to_owned(),
            education: None,
            school_status: school.to_owned(),
            health: vec!["healthy".to_owned()],
            labor: None,
            disability_level: None,
            work_place: None,
            work_months: 0,
            id_type: None,
            ethnicity: None,
            political: None,
            disability_category: None,
            work_company: None,
            medins: None,
            pension: None,
            phone: None,
            guardian: None,
            change_type: None,
            changed_on: None,
            active: true,
            version: 0,
            contested: Vec::new(),
        })
        .collect()
}

/// The last revision a phone sealed.
pub fn sealed(phone: &Phone, visit: &str) -> VisitV1 {
    let desk = phone.app.desk().unwrap();
    let id = visit.parse().unwrap();
    desk.store
        .read(|conn| {
            let row = store::visit::get(conn, id)?.unwrap();
            Ok(store::visit::revision(conn, id, row.revision)?.unwrap())
        })
        .unwrap()
}

/// The visit as the county would show it in a state.
pub fn state(visit: VisitV1, state: &str, reviews: Vec<ReviewedV1>) -> PulledRow {
    let photos_verified = visit
        .photos
        .iter()
        .map(|photo| photo.sha256.clone())
        .collect();
    let row_of = VisitStateV1 {
        id: visit.id,
        revision: visit.revision,
        state: state.to_owned(),
        visitor_name: "某某".to_owned(),
        received_ms: visit.ended_ms,
        trusted_ended_ms: None,
        photos_verified,
        reviews,
        batch_id: None,
        answerable_id: None,
        repeated: Vec::new(),
        visit,
    };
    row(kind::VISIT, row_of.id, &row_of)
}

/// A captain's "look at this again", on one item.
pub fn returned(visit: &VisitV1, item: &str, text: &str) -> Vec<ReviewedV1> {
    vec![ReviewedV1 {
        review: ReviewV1 {
            id: domain::id::ReviewId::from_uuid(Uuid::from_u128(400)),
            visit_id: visit.id,
            revision: visit.revision,
            decision: DecisionV1::Return,
            reasons: vec!["incomplete".to_owned()],
            comments: vec![CommentV1 {
                item: Some(item.to_owned()),
                member: None,
                text: text.to_owned(),
            }],
            note: None,
            decided_ms: visit.ended_ms,
            seen: None,
        },
        reviewer_name: "赵队长".to_owned(),
        by: "captain".to_owned(),
        received_ms: visit.ended_ms,
    }]
}

/// The county has taken in everything the phone had waiting.
pub fn receive_all(phone: &Phone) {
    use protocol::receipt::{Disposition, ReceiptV1};
    let desk = phone.app.desk().unwrap();
    desk.store
        .write(|tx| {
            for waiting in store::outbox::list(tx)? {
                let receipt = ReceiptV1 {
                    county_id: domain::id::CountyId::from_uuid(Uuid::from_u128(8)),
                    key_id: "1".to_owned(),
                    change_id: waiting.change_id,
                    digest: protocol::digest(waiting.edit.get().as_bytes()),
                    server_sequence: waiting.position,
                    received_ms: 1,
                    disposition: Disposition::Applied,
                    signature: String::new(),
                };
                store::outbox::confirm(tx, &receipt, &[])?;
            }
            Ok(())
        })
        .unwrap();
}
