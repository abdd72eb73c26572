//! Into monitoring and out of it, only by the whole procedure (DOMAIN §5.3).

use super::*;

fn hindered(
    step: &str,
    kind: &str,
    home: dynamics::Household,
    said: &[(String, Values)],
    now: &Values,
) -> Option<&'static str> {
    let case = values(&[("kind", text(kind))]);
    let ground = dynamics::Ground {
        today: TODAY,
        params: builtin().1.default_params(),
        household: home,
        case: &case,
        said,
        now,
    };
    dynamics::hindrance(step, &ground).map(|(code, _)| code)
}

#[test]
fn a_household_is_taken_in_only_by_the_whole_procedure() {
    let home = dynamics::Household::default();
    let none = Values::new();
    let unsigned = [("check".to_owned(), values(&[("authorised", text("no"))]))];
    assert_eq!(
        hindered("vote", "identify", home, &unsigned, &none),
        Some("authorisation_needed")
    );
    let signed = [("check".to_owned(), values(&[("authorised", text("yes"))]))];
    assert_eq!(hindered("vote", "identify", home, &signed, &none), None);
    let notice =
        |from: &str, to: &str| values(&[("notice_from", text(from)), ("notice_to", text(to))]);
    assert_eq!(
        hindered(
            "publish",
            "identify",
            home,
            &[],
            &notice("2026-11-01", "2026-11-04")
        ),
        Some("notice_too_short")
    );
    assert_eq!(
        hindered(
            "publish",
            "identify",
            home,
            &[],
            &notice("2026-11-01", "2026-11-05")
        ),
        None
    );
    let running = [("publish".to_owned(), notice("2026-11-25", "2026-11-29"))];
    assert_eq!(
        hindered("pass", "identify", home, &running, &none),
        Some("notice_running")
    );
    let over = [("publish".to_owned(), notice("2026-11-24", "2026-11-28"))];
    assert_eq!(hindered("pass", "identify", home, &over, &none), None);
    let category = values(&[("category", text("prevention_target"))]);
    assert_eq!(
        hindered("decide", "identify", home, &[], &none),
        Some("category_needed")
    );
    assert_eq!(hindered("decide", "identify", home, &[], &category), None);
    let exits = dynamics::Household {
        exits_waiting: true,
        ..home
    };
    assert_eq!(
        hindered("decide", "identify", exits, &[], &category),
        Some("exits_first")
    );
}

#[test]
fn a_risk_is_removed_after_half_a_year_and_never_where_nobody_can_work() {
    let since = |year, month| dynamics::Household {
        monitored: true,
        since: Some(date(year, month, 1)),
        ..Default::default()
    };
    let none = Values::new();
    assert_eq!(
        hindered("decide", "eliminate", since(2026, 6), &[], &none),
        Some("too_soon")
    );
    assert_eq!(
        hindered("decide", "eliminate", since(2026, 5), &[], &none),
        None
    );
    let unable = dynamics::Household {
        no_labor: true,
        ..since(2025, 1)
    };
    assert_eq!(
        hindered("decide", "eliminate", unable, &[], &none),
        Some("no_labor")
    );
    assert_eq!(hindered("decide", "remove", unable, &[], &none), None);
    assert_eq!(
        hindered(
            "decide",
            "remove",
            dynamics::Household::default(),
            &[],
            &none
        ),
        Some("not_monitored")
    );
}
