//! Exports that something comes between: a lost line, a full disk, a server that was stopped.

use axum::http::StatusCode;
use reqwest::Method;
use serde_json::{Value, json};

use crate::console::{Browser, boss, captain};
use crate::reports::{half_year, sql};
use crate::reports_files::{begun, ended, many};
use crate::support::{CAI, County, DING, NOW, ON_POSTGRES, TANG};

fn workbook() -> Value {
    json!({ "ask": half_year(), "made": "workbook" })
}

/// Asks for the file of a job with these headers.
async fn fetched(
    county: &County,
    desk: &Browser<'_>,
    job: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, Option<String>, Vec<u8>) {
    let url = county.url(&format!("/v1/console/jobs/{job}/file"));
    let mut asked = county.http.get(url).header("cookie", &desk.cookie);
    for (name, value) in headers {
        asked = asked.header(*name, *value);
    }
    let answer = asked.send().await.unwrap();
    let part = answer.headers().get("content-range");
    let part = part.map(|value| value.to_str().unwrap().to_owned());
    (
        answer.status(),
        part,
        answer.bytes().await.unwrap().to_vec(),
    )
}

#[tokio::test]
async fn a_download_that_was_cut_off_goes_on_where_it_ended() {
    let county = County::new().await;
    let desk = boss(&county).await;
    many(&county, 4_000).await;
    let job = begun(&desk, "visits", workbook()).await;
    assert_eq!(ended(&desk, &job).await["state"], "done");
    let (status, _, whole) = fetched(&county, &desk, &job, &[]).await;
    assert_eq!(status, 200);
    // More than one piece of the database, or nothing is tried here.
    let (length, cut) = (whole.len(), 256 * 1024 - 7);
    assert!(length > cut + 14, "{length}");

    let edition = format!("\"{job}\"");
    let rest = format!("bytes={cut}-");
    let go_on = [("range", rest.as_str()), ("if-range", edition.as_str())];
    let (status, part, rest) = fetched(&county, &desk, &job, &go_on).await;
    assert_eq!(status, 206);
    assert_eq!(
        part.unwrap(),
        format!("bytes {cut}-{}/{length}", length - 1)
    );
    assert!(rest == whole[cut..], "the end is the end of the same file");
    let across = format!("bytes={}-{}", cut, cut + 13);
    let (_, _, bytes) = fetched(&county, &desk, &job, &[("range", &across)]).await;
    assert!(bytes == whole[cut..cut + 14]);
    // Of another file, it begins again; beyond the end there is nothing.
    let other = [("range", "bytes=5-"), ("if-range", "\"another\"")];
    let (status, _, again) = fetched(&county, &desk, &job, &other).await;
    assert!(status == 200 && again == whole);
    let beyond = format!("bytes={length}-");
    assert_eq!(
        fetched(&county, &desk, &job, &[("range", &beyond)]).await.0,
        416
    );
}

#[tokio::test]
async fn a_person_makes_one_file_at_a_time_and_others_wait_their_turn() {
    let county = County::new().await;
    let desk = boss(&county).await;
    many(&county, 1_000).await;
    let under_way = "00000000-0000-7000-8000-0000000e0002";
    cut_off(&county, under_way, NOW).await;
    for path in ["/reports/visits/export", "/audit/export"] {
        let form = match path {
            "/audit/export" => json!({}),
            _ => workbook(),
        };
        let (status, refused) = desk.ask(Method::POST, path, Some(form)).await;
        assert_eq!(
            (status, &refused["code"]),
            (409, &json!("export_running")),
            "{path}"
        );
    }
    // More than are made at once: each has begun for whoever asked, and each is made.
    let mut others = Vec::new();
    for (person, login) in [(CAI, "cai"), (TANG, "tang"), (DING, "ding")] {
        let his = captain(&county, person, login).await;
        let job = begun(&his, "visits", workbook()).await;
        others.push((his, job));
    }
    for (his, job) in &others {
        assert_eq!(ended(his, job).await["state"], "done");
    }
    // One that died with its server holds nobody up.
    county.pass_ms(61_000);
    let job = begun(&desk, "visits", workbook()).await;
    assert_eq!(ended(&desk, &job).await["state"], "done");
}

#[tokio::test]
async fn an_export_without_room_says_so_and_leaves_nothing() {
    if std::env::var(ON_POSTGRES).is_ok() {
        return; // a disk of another machine's
    }
    let county = County::new().await;
    let desk = boss(&county).await;
    many(&county, 4_000).await;
    // A few pages for the job's own lines, and none for its file.
    let limit = async |pages: i64| {
        let db = county.opened();
        db.db()
            .write(move |tx| {
                let row = tx.first("pragma page_count", &[])?.unwrap();
                let pages = row.int("page_count")? + pages;
                tx.query(&format!("pragma max_page_count = {pages}"), &[])
                    .map(|_| ())
            })
            .await
            .map_err(|error: server::db::Error| error)
            .unwrap();
    };
    limit(30).await;
    let job = begun(&desk, "visits", workbook()).await;
    let told = ended(&desk, &job).await;
    assert_eq!(
        (&told["state"], &told["code"], &told["file"]),
        (&json!("failed"), &json!("disk_full"), &Value::Null)
    );
    assert_eq!(county.count("select count(*) as n from job_part").await, 0);
    // With room again, the same is made.
    limit(100_000).await;
    let job = begun(&desk, "visits", workbook()).await;
    assert_eq!(ended(&desk, &job).await["state"], "done");
}

/// A job as a server leaves it that lost its power: under way, with the first piece of its file.
async fn cut_off(county: &County, job: &str, heard_ms: i64) {
    sql(county, format!(
        "insert into job (county_id, job_id, person_id, kind, state, done, total, begun_ms, heard_ms, stop_asked)
         select county_id, '{job}', person_id, 'report', 'running', 500, 4000, {heard_ms}, {heard_ms}, 0
         from console_session limit 1"
    ))
    .await;
    sql(
        county,
        format!(
            "insert into job_part (county_id, job_id, slot, position, bytes)
         select county_id, '{job}', 'made', 0, edit from change limit 1"
        ),
    )
    .await;
}

#[tokio::test]
async fn an_export_cut_off_by_a_restart_has_failed_and_leaves_no_half_file() {
    let mut county = County::new().await;
    let cookie = boss(&county).await.cookie;
    many(&county, 1).await;
    let job = "00000000-0000-7000-8000-0000000e0001";
    cut_off(&county, job, NOW).await;
    county.restart().await;
    if std::env::var(ON_POSTGRES).is_ok() {
        // Another server may be at it: it is given up when it was not heard of for a minute.
        county.pass_ms(61_000);
        county.opened().keep_house().await.unwrap();
    }
    let desk = Browser::with(&county, cookie);
    let told = desk.get(&format!("/jobs/{job}")).await;
    assert_eq!(
        (&told["state"], &told["code"], &told["file"]),
        (&json!("failed"), &json!("job_interrupted"), &Value::Null)
    );
    assert_eq!(county.count("select count(*) as n from job_part").await, 0);
    assert_eq!(fetched(&county, &desk, job, &[]).await.0, 404);
}
