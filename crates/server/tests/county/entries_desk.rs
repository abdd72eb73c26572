//! The ledgers at the county's screens: definitions, lists with their sums, forms, and how far
//! each person sees.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::entries_phone::{VILLAGE, deed, entries, entry, entry_id, of_village, put, saved};
use crate::problems_phone::accepted;
use crate::support::{ANA, ANAS_HOUSE, CAI, County, DING, FAR_HOUSE, TANG};

impl Browser<'_> {
    async fn entered(&self, form: Value) -> (u16, Value) {
        self.ask(Method::POST, "/entries", Some(form)).await
    }

    async fn listed(&self, form: Value) -> Value {
        self.search("entries", form).await
    }
}

fn titles(list: &Value) -> Vec<&str> {
    let rows = list["entries"].as_array().unwrap().iter();
    rows.map(|row| row["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_screen_learns_every_ledger_from_the_county() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let all = desk.get("/ledgers").await;
    let all = all.as_array().unwrap();
    assert_eq!(all.len(), domain::ledger::ledgers().all().len());
    let of = |code: &str| {
        all.iter()
            .find(|one| one["ledger"]["code"] == code)
            .unwrap()
    };
    let deed = of("good_deed");
    assert_eq!(
        (&deed["has_amount"], &deed["has_due"]),
        (&json!(true), &json!(false))
    );
    let shapes: Vec<&str> = deed["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| field["shape"].as_str().unwrap())
        .collect();
    assert_eq!(shapes, ["choice", "date", "long_text", "member", "money"]);
    assert!(deed["kinds"].as_array().unwrap().len() > 5);
    assert_eq!(of("attendance")["off"], true);
    let confirm = &of("member_change")["moves"][0];
    assert_eq!(
        (&confirm["step"]["code"], &confirm["takes_effect"]),
        (&json!("confirm"), &json!(true))
    );
    for ledger in all {
        for field in ledger["fields"].as_array().unwrap() {
            for option in field["options"].as_array().unwrap() {
                assert_ne!(option["en"], "", "{option}");
            }
        }
    }
    let villages = desk.get("/villages").await;
    assert_eq!(villages["villages"].as_array().unwrap().len(), 2);
    let town = captain(&county, DING, "ding").await;
    let villages = town.get("/villages").await;
    assert_eq!(
        villages["villages"],
        json!([{ "code": "990101102200", "name": "河村", "town": "西镇", "households": 1 }])
    );
}

#[tokio::test]
async fn a_list_is_counted_added_up_and_cut_into_pages() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    for id in 1..=60 {
        let mut fields = deed();
        fields["text"] = json!(format!("第{id}件"));
        fields["value"] = json!(100);
        if id > 55 {
            fields["done_on"] = json!("2026-10-01");
            fields["category"] = json!("cash");
        }
        put(&county, &mut ana, id, "good_deed", fields).await;
    }
    let void = json!({ "reason": "重复" });
    let change = crate::entries_phone::step(&mut ana, 70, (&entry_id(1), "void", "recorded"), void);
    accepted(&county.push_one(&ana, &change).await);
    let task = json!({ "text": "买羊", "due_on": "2026-11-20" });
    put(&county, &mut ana, 71, "plan_task", task).await;

    let desk = boss(&county).await;
    let first = desk.listed(json!({ "ledger": "good_deed" })).await;
    assert_eq!(
        first["counts"],
        json!({ "open": 0, "overdue": 0, "settled": 59, "voided": 1, "all": 59 })
    );
    assert_eq!(first["amount_fen"], 5900);
    assert_eq!((titles(&first).len(), titles(&first)[0]), (50, "第60件"));
    let row = &first["entries"][0];
    assert_eq!(
        (
            &row["head_name"],
            &row["village"],
            &row["town"],
            &row["author_name"],
            &row["kind"]["zh"]
        ),
        (
            &json!("张三"),
            &json!("山村"),
            &json!("东镇"),
            &json!("Ana"),
            &json!("慰问金")
        )
    );
    let rest = desk
        .listed(json!({ "ledger": "good_deed", "after": first["next"] }))
        .await;
    assert_eq!((titles(&rest).len(), &rest["next"]), (9, &Value::Null));
    for (form, count, sum) in [
        (json!({ "kind": "cash" }), 5, 500),
        (json!({ "from": "2026-11-01" }), 54, 5400),
        (json!({ "to": "2026-10-31" }), 5, 500),
        (json!({ "town": "990101102" }), 0, 0),
        (json!({ "household_id": ANAS_HOUSE }), 59, 5900),
        (json!({ "group": "voided" }), 59, 100),
    ] {
        let mut form = form;
        form["ledger"] = json!("good_deed");
        let list = desk.listed(form.clone()).await;
        assert_eq!(
            (&list["counts"]["all"], &list["amount_fen"]),
            (&json!(count), &json!(sum)),
            "{form}"
        );
    }
    let overdue = desk
        .listed(json!({ "ledger": "plan_task", "group": "overdue" }))
        .await;
    assert_eq!(
        (titles(&overdue), &overdue["amount_fen"]),
        (vec!["买羊"], &Value::Null)
    );
    for form in [
        json!({ "ledger": "nothing" }),
        json!({ "ledger": "plan", "group": "best" }),
    ] {
        let (status, refused) = desk.ask(Method::POST, "/entries/search", Some(form)).await;
        assert_eq!((status, &refused["code"]), (400, &json!("unknown_option")));
    }
}

#[tokio::test]
async fn each_person_at_a_screen_sees_and_does_what_is_within_the_own_area() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    put(&county, &mut ana, 1, "good_deed", deed()).await;
    let (town, village, other) = (
        captain(&county, TANG, "tang").await,
        captain(&county, CAI, "cai").await,
        captain(&county, DING, "ding").await,
    );
    let all = json!({ "ledger": "good_deed" });
    for (browser, count) in [(&town, 1), (&village, 1), (&other, 0)] {
        let list = browser.listed(all.clone()).await;
        assert_eq!(titles(&list).len(), count);
    }
    let path = format!("/entries/{}", entry_id(1));
    assert_eq!(other.ask(Method::GET, &path, None).await.0, 404);
    let void = json!({ "step": "void", "seen_state": "recorded", "reason": "x", "values": {} });
    let moves = format!("{path}/moves");
    assert_eq!(
        other.ask(Method::POST, &moves, Some(void.clone())).await.0,
        404
    );
    let form = |household: &str| json!({ "ledger": "good_deed", "household_id": household, "values": deed() });
    assert_eq!(other.entered(form(ANAS_HOUSE)).await.0, 404);
    assert_eq!(town.entered(form(FAR_HOUSE)).await.0, 404);
    let (status, page) = village.entered(form(ANAS_HOUSE)).await;
    assert_eq!(status, 200);
    assert_eq!(page["row"]["author_name"], "Cai");
    // A captain takes out what his helpers wrote, and mends nothing of it.
    let page = village.get(&path).await;
    assert_eq!(
        (&page["moves"], &page["may_correct"]),
        (&json!(["void"]), &json!(false))
    );
    let fix = json!({ "ledger": "good_deed", "entry_id": entry_id(1), "values": deed() });
    let (status, refused) = village.entered(fix.clone()).await;
    assert_eq!((status, &refused["code"]), (400, &json!("wrong_role")));
    let desk = boss(&county).await;
    let mut fix = fix;
    fix["values"]["text"] = json!("帮收玉米两天");
    let (status, page) = desk.entered(fix).await;
    assert_eq!(
        (status, &page["values"]["text"]),
        (200, &json!("帮收玉米两天"))
    );
    assert_eq!(page["steps"].as_array().unwrap().len(), 2);
    let (status, page) = village.ask(Method::POST, &moves, Some(void)).await;
    assert_eq!(
        (status, &page["row"]["state"]["code"]),
        (200, &json!("voided"))
    );
    assert_eq!(entry(&county, &ana, 1).await.unwrap()["state"], "voided");
}

#[tokio::test]
async fn a_form_at_a_screen_is_refused_with_its_own_field() {
    let county = County::new().await;
    let desk = boss(&county).await;
    let mut bad = deed();
    bad["done_on"] = json!("2027-01-01");
    for (form, code, field) in [
        (
            json!({ "ledger": "good_deed", "household_id": ANAS_HOUSE, "values": bad }),
            "in_the_future",
            "done_on",
        ),
        (
            json!({ "ledger": "good_deed", "values": deed() }),
            "empty",
            "household_id",
        ),
        (
            json!({ "ledger": "activity", "values": {} }),
            "empty",
            "area_code",
        ),
        (
            json!({ "ledger": "nothing", "values": {} }),
            "unknown_option",
            "ledger",
        ),
        (
            json!({ "ledger": "attendance", "values": {} }),
            "ledger_off",
            "ledger",
        ),
    ] {
        let (status, refused) = desk.entered(form).await;
        assert_eq!(
            (status, &refused["code"], &refused["field"]),
            (400, &json!(code), &json!(field))
        );
    }
    let nowhere = json!({ "ledger": "activity", "area_code": "990101109999", "values": {} });
    assert_eq!(desk.entered(nowhere).await.0, 404);
    let here = json!({ "ledger": "activity", "area_code": VILLAGE,
        "values": { "type": "clean_up", "on": "2026-11-20", "times": 1, "text": "扫街" } });
    assert_eq!(desk.entered(here).await.0, 200);
    let ana = county.phone(ANA).await;
    assert_eq!(entries(&county, &ana).await[0]["author_name"], "郭主任");
}

#[tokio::test]
async fn an_id_number_stays_masked_at_a_screen_and_survives_a_correction() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let marriage = json!({ "kind": "marry_in", "on": "2026-11-10", "name": "王五",
        "relation": "之儿媳", "gender": "2", "birth": "1998-01-01",
        "id_number": "11010519491231002X" });
    put(&county, &mut ana, 1, "member_change", marriage.clone()).await;
    let desk = boss(&county).await;
    let page = desk.get(&format!("/entries/{}", entry_id(1))).await;
    assert_eq!(page["values"]["id_number"], "110105********002X");
    let mut values = marriage;
    values.as_object_mut().unwrap().remove("id_number");
    values["name"] = json!("王五妹");
    let form = json!({ "ledger": "member_change", "entry_id": entry_id(1), "values": values });
    let (status, page) = desk.entered(form).await;
    assert_eq!((status, &page["values"]["name"]), (200, &json!("王五妹")));
    assert!(!page.to_string().contains("19491231"));
    let kept = "select count(*) as n from entry where body like '%11010519491231002X%'";
    assert_eq!(county.count(kept).await, 1);
}

#[tokio::test]
async fn an_income_survey_is_added_up_and_a_village_entry_names_the_household() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let survey = json!({ "window": "calendar", "from": "2026-01-01", "to": "2026-12-31",
        "annual_family_size": 3, "wage_migrant": 3_000_000 });
    put(&county, &mut ana, 1, "income", survey).await;
    let desk = boss(&county).await;
    let page = desk.get(&format!("/entries/{}", entry_id(1))).await;
    assert_eq!(
        (
            &page["income"]["per_capita_net"],
            &page["income"]["line_fen"]
        ),
        (&json!(1_000_000), &json!(870_000))
    );
    let odd: Vec<&str> = page["notices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|notice| notice["code"].as_str().unwrap())
        .collect();
    assert_eq!(odd, ["wage_no_worker"]);
    let aid = json!({ "source": "donation", "form": "cash", "on": "2026-11-20", "amount": 100,
        "text": "助学", "for_household": ANAS_HOUSE });
    let change = saved(&mut ana, 2, "aid", &of_village(), aid);
    accepted(&county.push_one(&ana, &change).await);
    let page = desk.get(&format!("/entries/{}", entry_id(2))).await;
    assert_eq!(page["names"][ANAS_HOUSE], "张三");
}
