use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    ANA, ANAS_HOUSE, BO, CAI, County, DING, FAR_HOUSE, MEMBER, NOW, TANG, change_id, visit_id,
};
use server::bootstrap::{self, SignIn};
use server::clock::Clock;

/// A browser with its session.
pub struct Browser<'a> {
    county: &'a County,
    pub cookie: String,
}

impl<'a> Browser<'a> {
    /// One that signed in before, at a county that was restarted since.
    pub fn with(county: &'a County, cookie: String) -> Self {
        Self { county, cookie }
    }
}

impl Browser<'_> {
    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
        let mut request = self
            .county
            .http
            .request(method, self.county.url(&format!("/v1/console{path}")))
            .header("cookie", &self.cookie)
            .header("ruhu-console", "1");
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap_or(Value::Null))
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, 200, "{path} {body}");
        body
    }

    /// A page of a list that is asked for with a form, so that no name is in an address.
    pub async fn search(&self, list: &str, form: Value) -> Value {
        let path = format!("/{list}/search");
        let (status, body) = self.ask(Method::POST, &path, Some(form)).await;
        assert_eq!(status, 200, "{path} {body}");
        body
    }
}

async fn try_sign_in(county: &County, sign_in: &SignIn, totp: &str) -> reqwest::Response {
    county
        .http
        .post(county.url("/v1/console/sign-in"))
        .header("ruhu-console", "1")
        .json(&json!({ "login": sign_in.login, "password": sign_in.password, "totp": totp }))
        .send()
        .await
        .unwrap()
}

pub async fn browser<'a>(county: &'a County, sign_in: &SignIn) -> Browser<'a> {
    let totp = match &sign_in.totp_secret {
        Some(secret) => bootstrap::totp_code(secret, county.clock.now_ms()).unwrap(),
        None => String::new(),
    };
    let response = try_sign_in(county, sign_in, &totp).await;
    assert_eq!(response.status(), 200);
    let cookie = response.headers()["set-cookie"]
        .to_str()
        .unwrap()
        .to_owned();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    Browser {
        county,
        cookie: cookie.split(';').next().unwrap().to_owned(),
    }
}

pub async fn captain<'a>(county: &'a County, person: &str, login: &str) -> Browser<'a> {
    let sign_in = bootstrap::set_sign_in(&county.opened(), person.parse().unwrap(), login)
        .await
        .unwrap();
    assert!(sign_in.totp_secret.is_none());
    browser(county, &sign_in).await
}

/// The administrator, who is county staff as well.
pub async fn boss(county: &County) -> Browser<'_> {
    let admin = bootstrap::create_admin(&county.opened(), "boss", "郭主任")
        .await
        .unwrap();
    browser(county, &admin).await
}

/// Ana visits, Cai approves and sends the batch.
pub async fn a_batch_arrives(county: &County) -> String {
    let (mut ana, mut cai) = (county.phone(ANA).await, county.phone(CAI).await);
    let visit = visit_id(1);
    let change = ana.visit(1, &visit, ANAS_HOUSE, 1);
    county.push_one(&ana, &change).await;
    let approve = cai.review(2, &visit, 1, "approve");
    county.push_one(&cai, &approve).await;
    let visits = vec![protocol::edit::BatchVisitV1 {
        visit_id: visit.parse().unwrap(),
        revision: 1,
    }];
    let batch = change_id(900);
    let edit = json!({ "kind": "send_batch_v1", "id": batch, "visits": visits,
        "manifest_sha256": protocol::edit::BatchV1::manifest(&visits), "sent_ms": NOW });
    let mut wrong = edit.clone();
    wrong["manifest_sha256"] = "0".repeat(64).into();
    let wrong = cai.change(3, ("batch", &batch), wrong);
    let refused = serde_json::to_value(county.push_one(&cai, &wrong).await).unwrap();
    assert_eq!(refused["code"], "manifest_mismatch");
    let send = cai.change(4, ("batch", &batch), edit);
    let sent = serde_json::to_value(county.push_one(&cai, &send).await).unwrap();
    assert_eq!(sent["outcome"], "accepted", "{sent}");
    visit
}

#[tokio::test]
async fn county_staff_accept_a_visit_once_and_a_stale_screen_is_told() {
    let county = County::new().await;
    let visit = a_batch_arrives(&county).await;
    let boss = boss(&county).await;

    let me = boss.get("/me").await;
    assert_eq!(me["roles"], json!(["administrator", "county"]));
    let batches = boss.get("/batches").await;
    assert_eq!(batches["batches"][0]["waiting"], 1);
    let page = boss.get(&format!("/visits/{visit}")).await;
    assert_eq!(page["moves"], json!(["accept", "return"]));
    assert_eq!(
        page["sections"][0]["groups"][0]["answers"][0]["answer_zh"],
        "入户走访"
    );

    let form = |decision: &str| {
        Some(
            json!({ "revision": 1, "decision": decision, "reasons": [], "comments": [],
            "note": null }),
        )
    };
    let path = format!("/visits/{visit}/decide");
    let (status, error) = boss.ask(Method::POST, &path, form("return")).await;
    assert_eq!((status, &error["code"]), (409, &json!("reason_needed")));
    let (status, page) = boss.ask(Method::POST, &path, form("accept")).await;
    assert_eq!(
        (status, &page["visit"]["state"]),
        (200, &json!("county_accepted"))
    );
    let (status, error) = boss.ask(Method::POST, &path, form("accept")).await;
    assert_eq!((status, &error["code"]), (409, &json!("not_from_here")));
    let stale = Some(
        json!({ "revision": 9, "decision": "revoke", "reasons": [], "comments": [],
        "note": "x" }),
    );
    let (status, error) = boss.ask(Method::POST, &path, stale).await;
    assert_eq!((status, &error["code"]), (409, &json!("stale")));

    let overview = boss.get("/overview").await;
    assert_eq!(overview["households"], 3);
    assert_eq!(
        (
            &overview["visited_submitted"],
            &overview["visited_approved"]
        ),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&overview["accepted"], &overview["today"]["accepted"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(overview["days"].as_array().unwrap().len(), 14);
    assert_eq!(overview["days"][13]["visits"], 1);
    let audit = boss.search("audit", json!({})).await;
    assert!(
        audit["entries"]
            .as_array()
            .unwrap()
            .iter()
            .any(|e| e["action"] == "visit_accepted")
    );
}

#[tokio::test]
async fn what_carries_a_flag_is_not_accepted_with_the_rest() {
    let county = County::new().await;
    a_batch_arrives(&county).await;
    let boss = boss(&county).await;
    let path = format!("/batches/{}/accept-clean", change_id(900));
    let (status, page) = boss.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200);
    // No location and no photo: a person looks at it.
    assert_eq!(page["batch"]["waiting"], 1);
    county
        .opened()
        .db()
        .write(|tx| tx.execute("update visit set flags = ''", &[]))
        .await
        .map_err(|error: server::db::Error| error)
        .unwrap();
    let (_, page) = boss.ask(Method::POST, &path, None).await;
    assert_eq!(
        (&page["batch"]["accepted"], &page["batch"]["state"]["code"]),
        (&json!(1), &json!("accepted"))
    );
}

#[tokio::test]
async fn a_captain_at_the_console_sees_no_further_than_on_the_phone() {
    let county = County::new().await;
    let visit = a_batch_arrives(&county).await;
    let tang = captain(&county, TANG, "tang").await;
    let ding = captain(&county, DING, "ding").await;
    let cai = captain(&county, CAI, "cai").await;

    assert_eq!(tang.search("households", json!({})).await["total"], 2);
    assert_eq!(cai.search("households", json!({})).await["total"], 2);
    let far = ding.search("households", json!({})).await;
    assert_eq!(
        (&far["total"], &far["households"][0]["household_id"]),
        (&json!(1), &json!(FAR_HOUSE))
    );
    assert_eq!(ding.get("/overview").await["households"], 1);
    assert_eq!(ding.get("/visits").await["visits"], json!([]));
    for path in [
        format!("/visits/{visit}"),
        format!("/households/{ANAS_HOUSE}"),
        format!("/batches/{}", change_id(900)),
    ] {
        assert_eq!(ding.ask(Method::GET, &path, None).await.0, 404, "{path}");
        assert_eq!(tang.ask(Method::GET, &path, None).await.0, 200, "{path}");
    }
    assert_eq!(cai.ask(Method::GET, "/aside", None).await.0, 403);
    for path in ["/people/search", "/audit/search"] {
        let (status, _) = cai.ask(Method::POST, path, Some(json!({}))).await;
        assert_eq!(status, 403, "{path}");
    }
    assert_eq!(
        ding.get("/towns").await["towns"],
        json!([{ "code": "990101102", "name": "西镇" }])
    );
    let id_number = format!("/members/{MEMBER}/id-number");
    assert_eq!(cai.ask(Method::POST, &id_number, None).await.0, 403);
}

#[tokio::test]
async fn a_full_id_number_is_shown_only_with_a_line_in_the_audit_log() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let page = boss.get(&format!("/households/{ANAS_HOUSE}")).await;
    assert_eq!(page["members"][0]["id_number_masked"], "110105********002X");
    assert_eq!(page["phone_masked"], "138****1234");
    let (_, shown) = boss
        .ask(Method::POST, &format!("/members/{MEMBER}/id-number"), None)
        .await;
    assert_eq!(shown["id_number"], "11010519491231002X");
    let lines = "select count(*) as n from audit where action = 'id_number_shown'";
    assert_eq!(county.count(lines).await, 1);
}

#[tokio::test]
async fn signing_in_needs_every_factor_and_guessing_takes_for_ever() {
    let county = County::new().await;
    let admin = bootstrap::create_admin(&county.opened(), "boss", "郭主任")
        .await
        .unwrap();
    let totp = bootstrap::totp_code(admin.totp_secret.as_ref().unwrap(), NOW).unwrap();
    assert_eq!(try_sign_in(&county, &admin, "").await.status(), 401);
    assert_eq!(try_sign_in(&county, &admin, &totp).await.status(), 200);
    // The same six digits are not good twice.
    assert_eq!(try_sign_in(&county, &admin, &totp).await.status(), 401);

    let nobody = bootstrap::set_sign_in(&county.opened(), BO.parse().unwrap(), "bo")
        .await
        .unwrap();
    assert_eq!(try_sign_in(&county, &nobody, "").await.status(), 401);
    for _ in 0..8 {
        try_sign_in(&county, &admin, "000000").await;
    }
    let late = try_sign_in(&county, &admin, "000000").await;
    assert_eq!(late.status(), 429);
    assert!(late.headers().contains_key("retry-after"));

    let boss = Browser {
        county: &county,
        cookie: "ruhu_session=made-up".to_owned(),
    };
    let (status, error) = boss.ask(Method::GET, "/me", None).await;
    assert_eq!((status, &error["code"]), (401, &json!("signed_out")));
}

#[tokio::test]
async fn a_page_elsewhere_cannot_act_in_our_name() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let forged = county
        .http
        .post(county.url("/v1/console/enrolments"))
        .header("cookie", &boss.cookie)
        .json(&json!({ "person_id": ANA }))
        .send()
        .await
        .unwrap();
    assert_eq!(forged.status(), 403);
    let (status, code) = boss
        .ask(
            Method::POST,
            "/enrolments",
            Some(json!({ "person_id": ANA })),
        )
        .await;
    assert_eq!((status, code["code"].as_str().unwrap().len()), (200, 14));
}

#[tokio::test]
async fn guesses_sent_all_at_once_are_no_more_than_the_rest() {
    let county = County::new().await;
    bootstrap::create_admin(&county.opened(), "boss", "郭主任")
        .await
        .unwrap();
    let mut guesses = tokio::task::JoinSet::new();
    for number in 0..20 {
        let guess = county
            .http
            .post(county.url("/v1/console/sign-in"))
            .header("ruhu-console", "1")
            .json(&json!({ "login": "boss", "password": number.to_string(), "totp": "" }));
        guesses.spawn(async move { guess.send().await.unwrap().status().as_u16() });
    }
    let answers = guesses.join_all().await;
    let heard = answers.iter().filter(|status| **status == 401).count();
    let told_to_wait = answers.iter().filter(|status| **status == 429).count();
    assert_eq!((heard, told_to_wait), (8, 12));
}

#[tokio::test]
async fn a_new_password_signs_everybody_out_who_knew_the_old_one() {
    let county = County::new().await;
    let admin = bootstrap::create_admin(&county.opened(), "boss", "郭主任")
        .await
        .unwrap();
    let thief = browser(&county, &admin).await;
    bootstrap::set_sign_in(&county.opened(), admin.person_id, "boss")
        .await
        .unwrap();
    assert_eq!(thief.ask(Method::GET, "/me", None).await.0, 401);
}
