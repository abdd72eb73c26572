//! What a visit costs: nothing that is known is asked for again.

use protocol::row::{MemberV1, Role, kind};
use serde_json::json;
use uuid::Uuid;

use super::county::{ZHANG, apply, row, wang};
use crate::views::visit::VisitForm;

/// What the roster knows of a member beyond the usual.
fn working_member() -> MemberV1 {
    serde_json::from_value(json!({
        "id": Uuid::from_u128(201), "household_id": ZHANG, "number": "14112310020100017001",
        "name": "李梅", "id_number_masked": "141123********1234", "gender": "2",
        "birth": "1983-07-09", "relation": "配偶", "school_status": "not_student",
        "health": ["healthy"], "labor": "ordinary", "disability_level": "4",
        "work_place": "04", "work_months": 8, "active": true,
    }))
    .unwrap()
}

/// Places of the form where an item stands, and where it is filled already.
fn places(form: &VisitForm, code: &str) -> (usize, usize) {
    let groups = form.sections.iter().flat_map(|section| &section.groups);
    let items: Vec<_> = groups
        .flat_map(|group| &group.items)
        .filter(|item| item.code == code)
        .collect();
    let filled = items.iter().filter(|item| item.value.is_some()).count();
    (items.len(), filled)
}

#[tokio::test]
async fn a_first_full_visit_asks_nothing_that_is_already_known() {
    let mut wang = wang(Role::Cadre);
    let member = working_member();
    apply(&wang, &[row(kind::MEMBER, member.id, &member)]);
    let start = json!({ "household_id": ZHANG, "profile": "full" });
    let form = wang.form("start_visit", start).await;

    // Facts the county has, for items the checklist carries forward or computes; what changes from
    // visit to visit, such as months of work, it asks anew (checklist.json `carry_forward`).
    let table = [
        ("visit_method", 1),
        ("visit_purpose", 1),
        ("household_presence", 1),
        ("respondent_member", 1),
        ("school_status", 1),
        ("health_status", 4),
        ("labor_skill", 1),
        ("percap_income_est", 1),
    ];
    let (mut known, mut asked) = (0, 0);
    for (code, least) in table {
        let (stands, filled) = places(&form, code);
        assert!(filled >= least, "{code}: {filled} of {stands} filled");
        known += least;
        asked += least.saturating_sub(filled);
    }
    let items = form.sections.iter().flat_map(|section| &section.groups);
    let items: Vec<_> = items.flat_map(|group| &group.items).collect();
    let filled = items.iter().filter(|item| item.value.is_some()).count();
    println!(
        "burden: a first full visit has {} places, {filled} filled before it begins; \
         of {known} known facts {asked} are asked again",
        items.len()
    );
    assert_eq!(asked, 0);
}
