use protocol::enrol::EnrolReply;
use protocol::error::ErrorReply;
use protocol::push::Outcome;
use serde_json::{Value, json};

use crate::bytes::doors;
use crate::support::{ANA, ANAS_HOUSE, County, photo, visit_id};

async fn refusal(response: reqwest::Response) -> (u16, String, Option<String>) {
    let status = response.status().as_u16();
    let reply: ErrorReply = response.json().await.unwrap();
    (status, reply.code, reply.field)
}

/// An imported photo whose file says this of itself.
fn claiming(exif: Value) -> Value {
    let mut photo = photo(&"a".repeat(64), 10);
    photo["imported"] = true.into();
    photo["exif"] = exif;
    photo
}

#[tokio::test]
async fn every_malformed_field_of_a_visit_is_named() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let answer = |item: &str, value: Value| json!([{ "item": item, "value": value }]);
    let choice = |code: &str| json!({ "type": "choice", "value": code });
    let table: Vec<(&str, Value, &str, &str)> = vec![
        ("revision", json!("one"), "malformed", "edit.revision"),
        ("revision", json!(0), "out_of_range", "edit.revision"),
        ("revision", json!(7), "revision_gap", "edit.revision"),
        ("household_id", json!("x"), "malformed", "edit.household_id"),
        ("profile", json!("party"), "unknown_profile", "edit.profile"),
        ("started_ms", json!(0), "out_of_range", "edit.started_ms"),
        (
            "ended_ms",
            json!(1_700_000_000_000_i64),
            "end_before_start",
            "edit.ended_ms",
        ),
        (
            "answers",
            answer("no_such", choice("x")),
            "unknown_item",
            "edit.answers[0]",
        ),
        (
            "answers",
            answer("visit_method", choice("x")),
            "unknown_option",
            "edit.answers[0]",
        ),
        (
            "answers",
            json!([{ "item": 5 }]),
            "malformed",
            "edit.answers[0].item",
        ),
        (
            "photos",
            json!([photo("nothex", 10)]),
            "not_a_digest",
            "edit.photos[0].sha256",
        ),
        (
            "photos",
            json!([claiming(json!({ "place": { "lat": 91.0, "lon": 8.0 } }))]),
            "out_of_range",
            "edit.photos[0].exif.place.lat",
        ),
        (
            "photos",
            json!([claiming(json!({ "time": "9".repeat(5000) }))]),
            "too_long",
            "edit.photos[0].exif.time",
        ),
        (
            "photos",
            json!([photo(&"a".repeat(64), 99_000_000)]),
            "out_of_range",
            "edit.photos[0].bytes",
        ),
        (
            "photo_waiver",
            json!("x".repeat(2000)),
            "too_long",
            "edit.photo_waiver",
        ),
        (
            "problems",
            json!([{ "key": "k", "from": "f", "category": "water", "severity": "huge",
            "title": "t" }]),
            "unknown_option",
            "edit.problems[0].severity",
        ),
        (
            "problems",
            json!([{ "key": "k", "from": "f", "category": "water", "severity": "minor",
            "title": "t\0" }]),
            "malformed",
            "edit.problems[0].title",
        ),
        (
            "problems",
            json!([{ "key": "k", "from": "f".repeat(2000), "category": "water",
            "severity": "minor", "title": "t" }]),
            "too_long",
            "edit.problems[0].from",
        ),
        ("kind", json!("new\0"), "malformed", "edit.kind"),
    ];
    for (number, (field, value, code, place)) in (1u32..).zip(table) {
        let mut change = ana.visit(number, &visit_id(number), ANAS_HOUSE, 1);
        change["edit"][field] = value;
        let Outcome::Rejected(rejection) = county.push_one(&ana, &change).await else {
            panic!("{field}")
        };
        assert_eq!(
            (rejection.code.as_str(), rejection.field.as_deref()),
            (code, Some(place))
        );
    }
    assert_eq!(county.count("select count(*) as n from change").await, 0);
}

#[tokio::test]
async fn a_change_whose_envelope_is_broken_is_answered_by_its_id() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let mut broken = ana.visit(1, &visit_id(1), ANAS_HOUSE, 1);
    broken["made_at"]["wall_ms"] = "noon".into();
    let good = ana.visit(2, &visit_id(2), ANAS_HOUSE, 1);
    let outcomes = county.push(&ana, &[broken, good]).await;
    let Outcome::Rejected(rejection) = &outcomes[0] else {
        panic!()
    };
    assert_eq!(rejection.field.as_deref(), Some("made_at.wall_ms"));
    assert!(matches!(outcomes[1], Outcome::Accepted { .. }));
}

#[tokio::test]
async fn requests_that_are_wrong_as_a_whole_get_a_code() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    let token = &ana.reply.token.token;
    let push = || county.http.post(county.url("/v1/push")).bearer_auth(token);

    let cut = push().body("{\"changes\":[{\"chan").send().await.unwrap();
    assert_eq!(refusal(cut).await.0, 400);
    let nameless = push()
        .json(&json!({ "changes": [{}] }))
        .send()
        .await
        .unwrap();
    let got = refusal(nameless).await;
    assert_eq!((got.0, got.1.as_str()), (400, "bad_json"));
    assert!(got.2.unwrap().starts_with("changes[0]"));
    let many = vec![json!(1); 51];
    let many = push()
        .json(&json!({ "changes": many }))
        .send()
        .await
        .unwrap();
    assert_eq!(
        refusal(many).await,
        (400, "too_many".into(), Some("changes".into()))
    );
    let large = push()
        .body(vec![b' '; 5 * 1024 * 1024])
        .send()
        .await
        .unwrap();
    assert_eq!(refusal(large).await.1, "too_large");
    let newer = push()
        .header("ruhu-protocol", "2")
        .json(&json!({ "changes": [] }));
    assert_eq!(
        refusal(newer.send().await.unwrap()).await.1,
        "protocol_unknown"
    );

    let nobody = county
        .http
        .get(county.url("/v1/pull?after=0&limit=1"))
        .send()
        .await
        .unwrap();
    assert_eq!(refusal(nobody).await, (401, "signed_out".into(), None));
    let query = county.get(&ana, "/v1/pull?after=soon").await;
    assert_eq!(refusal(query).await.1, "bad_query");
    let nowhere = county
        .http
        .get(county.url("/v1/nowhere"))
        .send()
        .await
        .unwrap();
    assert_eq!(refusal(nowhere).await.0, 404);
}

#[tokio::test]
async fn a_code_enrols_one_phone_and_a_proof_is_good_once() {
    let county = County::new().await;
    let mut ana = county.phone(ANA).await;
    let enrol = |code: &str, key: &str| {
        county
            .http
            .post(county.url("/v1/enrol"))
            .json(&json!({ "code": code, "device_key": key,
            "device_name": "x", "app_version": "1" }))
    };
    let wrong = enrol("AAAA-BBBB-CCCC", &"A".repeat(43))
        .send()
        .await
        .unwrap();
    assert_eq!(
        refusal(wrong).await,
        (400, "bad_key".into(), Some("device_key".into()))
    );

    county.pass_ms(2 * 60 * 60 * 1000);
    assert_eq!(
        county.get(&ana, "/v1/pull?after=0&limit=1").await.status(),
        401
    );
    ana.refresh(&county, "0123456789abcdef").await;
    assert_eq!(
        county.get(&ana, "/v1/pull?after=0&limit=1").await.status(),
        200
    );
    let replay = county
        .http
        .post(county.url("/v1/token"))
        .json(&ana.proof("0123456789abcdef"));
    assert_eq!(refusal(replay.send().await.unwrap()).await.1, "bad_proof");
    let mut forged = ana.proof("fedcba9876543210");
    forged.at_ms += 1;
    let forged = county
        .http
        .post(county.url("/v1/token"))
        .json(&forged)
        .send()
        .await
        .unwrap();
    assert_eq!(refusal(forged).await.1, "bad_proof");
}

#[tokio::test]
async fn a_lost_answer_to_enrolling_costs_the_same_phone_no_second_code() {
    let county = County::new().await;
    let code = server::bootstrap::issue_enrolment(&county.opened(), ANA.parse().unwrap())
        .await
        .unwrap()
        .code;
    let enrol = |seed: u8| {
        let key = ed25519_dalek::SigningKey::from_bytes(&[seed; 32]).verifying_key();
        let key =
            base64::Engine::encode(&base64::engine::general_purpose::STANDARD, key.to_bytes());
        let request = county.http.post(county.url("/v1/enrol"));
        request.json(
            &json!({ "code": code, "device_key": key, "device_name": "x",
            "app_version": "1" }),
        )
    };
    let lost: EnrolReply = enrol(1).send().await.unwrap().json().await.unwrap();
    county.pass_ms(60_000);
    let again: EnrolReply = enrol(1).send().await.unwrap().json().await.unwrap();
    assert_eq!(again.device_id, lost.device_id);
    assert_eq!(county.count("select count(*) as n from device").await, 1);

    assert_eq!(refusal(enrol(2).send().await.unwrap()).await.1, "code_used");
    server::bootstrap::revoke_device(&county.opened(), lost.device_id)
        .await
        .unwrap();
    assert_eq!(refusal(enrol(1).send().await.unwrap()).await.1, "code_used");
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let county = County::new().await;
    let ana = county.phone(ANA).await;
    let key = ana.reply.county.keys[0].public_key.clone();
    let mut last = 0;
    for _ in 0..25 {
        let guess = county.http.post(county.url("/v1/enrol")).json(&json!({
            "code": "AAAA-BBBB-CCCC", "device_key": key, "device_name": "x", "app_version": "1" }));
        last = guess.send().await.unwrap().status().as_u16();
    }
    assert_eq!(last, 429);
}

#[tokio::test]
async fn the_api_describes_itself() {
    let county = County::new().await;
    let response = county
        .http
        .get(county.url("/v1/openapi.json"))
        .send()
        .await
        .unwrap();
    let document: Value = response.json().await.unwrap();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for (path, method) in [
        ("/v1/enrol", "post"),
        ("/v1/token", "post"),
        ("/v1/push", "post"),
        ("/v1/pull", "get"),
        ("/v1/photos", "post"),
        ("/v1/photos/{sha256}", "head"),
        ("/v1/photos/{sha256}", "patch"),
        ("/v1/health", "get"),
        ("/v1/console/sign-in", "post"),
        ("/v1/console/sign-out", "post"),
        ("/v1/console/me", "get"),
        ("/v1/console/overview", "get"),
        ("/v1/console/batches", "get"),
        ("/v1/console/batches/{id}/accept-clean", "post"),
        ("/v1/console/visits/{id}", "get"),
        ("/v1/console/visits/{id}/decide", "post"),
        ("/v1/console/photos/{sha256}", "get"),
        ("/v1/console/households/search", "post"),
        ("/v1/console/households/{id}", "get"),
        ("/v1/console/members/{id}/id-number", "post"),
        ("/v1/console/people/search", "post"),
        ("/v1/console/enrolments", "post"),
        ("/v1/console/aside", "get"),
        ("/v1/console/audit/search", "post"),
        ("/v1/console/roster", "post"),
    ] {
        assert!(
            document["paths"][path][method].is_object(),
            "{method} {path}"
        );
    }
}

#[test]
fn a_refusal_is_heard_even_by_a_phone_that_is_still_sending() {
    let doors = doors();
    let piece = || vec![0x5a; 6 * 1024 * 1024];
    let photo = |sha256: &str, token: &str| {
        doors
            .county
            .http
            .patch(doors.url(&format!("/v1/photos/{sha256}")))
            .bearer_auth(token)
            .header("tus-resumable", "1.0.0")
            .header("upload-offset", "0")
            .header("content-type", "application/offset+octet-stream")
            .body(piece())
    };
    let token = &doors.ana.reply.token.token;
    for _ in 0..8 {
        assert_eq!(doors.ask(photo(&"a".repeat(64), "guess")).0, 401);
        assert_eq!(doors.ask(photo(&"a".repeat(64), token)).0, 404);
        assert_eq!(doors.ask(photo("a%20name", token)).0, 404);
        let large = doors
            .county
            .http
            .post(doors.url("/v1/push"))
            .bearer_auth(token)
            .header("content-type", "application/json")
            .body(piece());
        assert_eq!(doors.ask(large).0, 413);
    }
}
