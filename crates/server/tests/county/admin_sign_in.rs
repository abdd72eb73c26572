//! A way into the console is given once, and whoever gets it chooses his own password.

use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{boss, captain};
use crate::support::{ANA, CAI, County, NOW};
use server::bootstrap;
use server::clock::Clock as _;

async fn sign_in(county: &County, body: Value) -> (u16, Value, Option<String>) {
    let response = county
        .http
        .post(county.url("/v1/console/sign-in"))
        .header("ruhu-console", "1")
        .json(&body)
        .send()
        .await
        .unwrap();
    let status = response.status().as_u16();
    let cookie = response.headers().get("set-cookie");
    let cookie = cookie.map(|value| value.to_str().unwrap().to_owned());
    (status, response.json().await.unwrap_or(Value::Null), cookie)
}

#[tokio::test]
async fn a_one_time_password_opens_the_console_only_for_a_password_of_ones_own() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let path = format!("/people/{CAI}/sign-in");
    let form = Some(json!({ "login": "cai.team" }));
    let (status, made) = boss.ask(Method::POST, &path, form).await;
    assert_eq!(status, 200, "{made}");
    assert_eq!(made["totp_secret"], json!(null), "a captain needs none");
    let given = made["password"].as_str().unwrap().to_owned();
    let with = |password: &str, own: Value| json!({ "login": "cai.team", "password": password, "totp": "", "new_password": own });
    let (status, error, cookie) = sign_in(&county, with(&given, Value::Null)).await;
    assert_eq!(
        (status, &error["code"]),
        (409, &json!("new_password_needed"))
    );
    assert!(cookie.is_none());
    for weak in ["short", given.as_str()] {
        let (status, error, _) = sign_in(&county, with(&given, json!(weak))).await;
        assert_eq!((status, &error["code"]), (400, &json!("weak_password")));
    }
    let own = "梨花 on the 3rd hill";
    let (status, me, cookie) = sign_in(&county, with(&given, json!(own))).await;
    assert_eq!(status, 200, "{me}");
    assert!(cookie.is_some());
    assert_eq!(sign_in(&county, with(&given, Value::Null)).await.0, 401);
    assert_eq!(sign_in(&county, with(own, Value::Null)).await.0, 200);
}

#[tokio::test]
async fn a_one_time_password_is_over_after_three_days() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let path = format!("/people/{CAI}/sign-in");
    let form = Some(json!({ "login": "cai" }));
    let (_, made) = boss.ask(Method::POST, &path, form).await;
    assert_eq!(made["until_ms"], NOW + 72 * 3_600_000);
    county.pass_ms(72 * 3_600_000);
    let body = json!({ "login": "cai", "password": made["password"], "totp": "",
        "new_password": "long enough for anybody" });
    let (status, error, _) = sign_in(&county, body).await;
    assert_eq!((status, &error["code"]), (409, &json!("password_expired")));
}

#[tokio::test]
async fn a_captain_who_becomes_an_administrator_needs_an_authenticator_before_he_is_one() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let cai = captain(&county, CAI, "cai").await;
    let page = boss.get(&format!("/people/{CAI}")).await;
    let mut wanted = page["facts"].clone();
    let roles = wanted["roles"].as_array_mut().unwrap();
    roles.push(json!({ "role": "administrator", "area": "990101" }));
    let body = json!({ "seen": page["facts"], "wanted": wanted });
    let (status, page) = boss
        .ask(Method::POST, &format!("/people/{CAI}"), Some(body))
        .await;
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["sign_in"]["needs_totp"], true);
    assert_eq!(page["sign_in"]["has_totp"], false);
    let (status, _) = cai.ask(Method::GET, "/me", None).await;
    assert_eq!(status, 401, "the session of before is over");

    let path = format!("/people/{CAI}/totp");
    let (status, made) = boss.ask(Method::POST, &path, None).await;
    assert_eq!(status, 200, "{made}");
    assert!(made["otpauth"].as_str().unwrap().starts_with("otpauth://"));
    assert_eq!(made["password"], json!(null));
    let secret = made["totp_secret"].as_str().unwrap();
    let sign = bootstrap::set_sign_in(&county.opened(), CAI.parse().unwrap(), "cai")
        .await
        .unwrap();
    let old = bootstrap::totp_code(secret, county.clock.now_ms()).unwrap();
    let body = json!({ "login": "cai", "password": sign.password, "totp": old });
    assert_eq!(
        sign_in(&county, body).await.0,
        401,
        "a newer one took its place"
    );
    let new = bootstrap::totp_code(&sign.totp_secret.unwrap(), county.clock.now_ms()).unwrap();
    let body = json!({ "login": "cai", "password": sign.password, "totp": new });
    assert_eq!(sign_in(&county, body).await.0, 200);

    let (status, _) = boss
        .ask(Method::POST, &format!("/people/{ANA}/totp"), None)
        .await;
    assert_eq!(status, 404, "a cadre has no use for one");
}

#[tokio::test]
async fn nor_does_the_roster_make_an_open_session_one_of_the_countys() {
    let county = County::new().await;
    let cai = captain(&county, CAI, "cai").await;
    let line = |role: &str| {
        json!({ "row": "person", "id": CAI, "name": "Cai", "unit": "县水务局", "roles": [
            { "role": "captain", "area": "990101101200" }, { "role": role, "area": "990101" }] })
    };
    let import = async |line: Value| {
        let reply = bootstrap::import_roster(&county.opened(), line.to_string()).await;
        assert_eq!(reply.unwrap().refused, []);
    };
    let mut as_before = line("county");
    as_before["roles"].as_array_mut().unwrap().truncate(1);
    as_before["unit"] = json!("县农业农村局");
    import(as_before).await;
    assert_eq!(cai.ask(Method::GET, "/me", None).await.0, 200);
    import(line("county")).await;
    assert_eq!(cai.ask(Method::GET, "/me", None).await.0, 401);
}

#[tokio::test]
async fn a_password_taken_away_while_it_is_checked_opens_nothing() {
    let county = County::new().await;
    let boss = boss(&county).await;
    let given = bootstrap::set_sign_in(&county.opened(), CAI.parse().unwrap(), "cai").await;
    let body = json!({ "login": "cai", "password": given.unwrap().password, "totp": "" });
    let remove = async {
        // The try is counted just before the password is looked at.
        while county.count("select count(*) as n from attempt").await == 0 {
            tokio::task::yield_now().await;
        }
        let path = format!("/people/{CAI}/sign-in/remove");
        boss.ask(Method::POST, &path, None).await.0
    };
    let ((status, ..), removed) = tokio::join!(sign_in(&county, body), remove);
    assert_eq!((status, removed), (401, 200));
    let sessions = "select count(*) as n from console_session";
    assert_eq!(county.count(sessions).await, 1, "the administrator's own");
}
