//! How long the overview takes when there is much to look at. Not run every day: filling takes
//! longer than all other tests. `RUHU_BIG_VISITS` says how many visits; 1,000,000 is a large county.

use std::time::Instant;

use crate::console::boss;
use crate::support::County;

/// Households to visits as in a county of four years.
const VISITS_A_HOME: i64 = 4;

async fn run(county: &County, sql: String) {
    let written = county
        .opened()
        .db()
        .write(move |tx| tx.execute(&sql, &[]))
        .await;
    written.map_err(|error: server::db::Error| error).unwrap();
}

#[tokio::test]
#[ignore = "fills a county: minutes, not seconds"]
async fn an_overview_of_a_large_county_is_there_within_half_a_second() {
    let visits: i64 = std::env::var("RUHU_BIG_VISITS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(100_000);
    let homes = visits / VISITS_A_HOME;
    let mut county = County::new().await;
    let numbers = |last: i64| {
        format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {last})")
    };
    // Twenty towns of fifteen villages.
    let town = |of: &str| format!("'990101' || cast(200 + {of} % 20 as text)");
    let village = |of: &str| format!("{} || cast(200 + ({of} / 20) % 15 as text)", town(of));
    let (town_of, village_of) = (town("i"), village("i"));
    run(
        &county,
        format!(
            "insert into household (county_id, household_id, number, area_code, town_code,
                 head_name, home_group, visits, lat, lon)
             {} select c.county_id, 'h' || cast(i as text), 'n' || cast(i as text), {village_of},
                 {town_of}, '户主', case when i % 20 = 0 then 'monitored' else 'exited' end, 0,
                 34.0 + (i % 997) * 0.0005, 105.0 + (i % 991) * 0.0005
             from n, county c",
            numbers(homes)
        ),
    )
    .await;
    let home = format!("(i % {homes} + 1)");
    run(
        &county,
        format!(
            "insert into visit (county_id, visit_id, household_id, visitor_id, by_captain,
                 area_code, town_code, revision, state, counts, period, ended_ms, received_ms,
                 received_date, accepted_date, problems, photos, photos_verified, flags, sequence,
                 profile)
             {} select c.county_id, 'v' || cast(i as text), 'h' || cast({home} as text), 'p', 0,
                 {}, {}, 1,
                 case when i % 50 = 0 then 'submitted' when i % 70 = 0 then 'batched'
                     else 'county_accepted' end,
                 1, case when i % 8 = 0 then '2026-H2' else '2025-H1' end,
                 case when i % 8 = 0 then 1794000000000 else 1745000000000 end + i, 1794000000000,
                 '2026-11-' || cast(10 + i % 12 as text), '2026-11-' || cast(10 + i % 12 as text),
                 0, 3, case when i % 400 = 0 then 2 else 3 end, '', i, 'routine'
             from n, county c",
            numbers(visits),
            village(&home),
            town(&home),
        ),
    )
    .await;
    run(
        &county,
        format!(
            "insert into problem (county_id, problem_id, problem_key, area_code, town_code, source,
                 category, severity, title, state, is_open, unit_role, found_ms, due, sequence)
             {} select c.county_id, 'p' || cast(i as text), 'k' || cast(i as text), {village_of},
                 {town_of}, 'visit', 'water', 'minor', '', case when i % 6 = 0 then 'assigned'
                     else 'closed' end, case when i % 6 = 0 then 1 else 0 end, 'water',
                 1794000000000 - (i % 60) * 86400000, '2026-11-' || cast(10 + i % 19 as text), i
             from n, county c",
            numbers(visits / 5)
        ),
    )
    .await;
    run(&county, "delete from tally_version".to_owned()).await;
    let begun = Instant::now();
    county.restart().await;
    let counting = begun.elapsed();
    let desk = boss(&county).await;
    for path in ["/overview", "/overview/990101205", "/map"] {
        desk.get(path).await;
        let begun = Instant::now();
        let answer = desk.get(path).await;
        let took = begun.elapsed();
        eprintln!(
            "{visits} visits, {homes} households: {path} {took:?}; counted anew in {counting:?}"
        );
        assert!(answer.is_object());
        assert!(took.as_millis() < 500, "{path} took {took:?}");
    }
}
