use super::*;
use crate::campaign::Group;
use crate::codes::{ParamValue, Params};
use jiff::civil::date;

const LONG_AGO: Date = date(2020, 1, 1);

fn rules(cadence: Option<Cadence>, least_visits: u32) -> impl Fn(Date) -> Rules {
    move |_| Rules {
        cadence,
        least_visits,
        least_deeds: 1,
    }
}

/// One cadence before a day, another from it on.
fn changed(before: Option<Cadence>, on: Date, after: Option<Cadence>) -> impl Fn(Date) -> Rules {
    move |day| Rules {
        cadence: if day < on { before } else { after },
        least_visits: 1,
        least_deeds: 1,
    }
}

fn state(plan: &Plan, since: Date, days: &[Date], today: Date) -> TaskState {
    let facts = TaskFacts {
        since,
        ended: None,
        days,
    };
    plan.task(&facts, today).state
}

fn by(cadence: Cadence, least: u32, days: &[Date], today: Date) -> TaskState {
    let plan = visits(today, rules(Some(cadence), least));
    state(&plan, LONG_AGO, days, today)
}

fn params(list: &[(&str, ParamValue)]) -> Params {
    let owned = list
        .iter()
        .map(|(key, value)| ((*key).to_owned(), value.clone()));
    Params::from_iter(owned)
}

#[test]
fn a_half_year_ends_in_june_and_in_december() {
    let first = Cadence::HalfYear.period(date(2026, 6, 30));
    assert_eq!(
        (first.start, first.end),
        (date(2026, 1, 1), date(2026, 6, 30))
    );
    let second = Cadence::HalfYear.period(date(2026, 7, 1));
    assert_eq!(
        (second.start, second.end),
        (date(2026, 7, 1), date(2026, 12, 31))
    );
    let february = Cadence::Month.period(date(2028, 2, 3));
    assert_eq!(february.end, date(2028, 2, 29));
    assert_eq!(
        Cadence::Quarter.period(date(2026, 11, 22)).start,
        date(2026, 10, 1)
    );
}

#[test]
fn a_household_goes_from_upcoming_to_due_to_done_and_overdue_over_a_new_year() {
    use Cadence::{HalfYear, Month, Quarter};
    use TaskState::{Done, Due, Overdue, Upcoming};
    let spring = date(2026, 3, 3);
    let table: &[(Cadence, &[Date], Date, TaskState)] = &[
        (HalfYear, &[spring], date(2026, 5, 1), Done),
        (HalfYear, &[spring], date(2026, 7, 1), Upcoming),
        (HalfYear, &[spring], date(2026, 10, 31), Upcoming),
        (HalfYear, &[spring], date(2026, 11, 22), Due),
        (HalfYear, &[spring], date(2026, 12, 31), Due),
        (HalfYear, &[spring], date(2027, 1, 1), Overdue),
        (
            HalfYear,
            &[spring, date(2027, 1, 2)],
            date(2027, 1, 2),
            Done,
        ),
        (HalfYear, &[], date(2026, 2, 1), Overdue),
        (Quarter, &[date(2026, 10, 5)], date(2026, 12, 31), Done),
        (Quarter, &[date(2026, 12, 31)], date(2027, 1, 1), Upcoming),
        (Quarter, &[date(2026, 9, 30)], date(2026, 12, 31), Due),
        (Quarter, &[date(2026, 9, 30)], date(2027, 1, 1), Overdue),
        (Month, &[date(2026, 12, 1)], date(2027, 1, 10), Upcoming),
        (Month, &[date(2026, 12, 1)], date(2027, 1, 25), Due),
        (Month, &[date(2026, 11, 30)], date(2027, 1, 25), Overdue),
    ];
    for (cadence, days, today, expected) in table {
        let got = by(*cadence, 1, days, *today);
        assert_eq!(got, *expected, "{cadence:?} {days:?} {today}");
    }
}

#[test]
fn the_countys_least_is_asked_where_it_is_more_than_the_cadence_makes() {
    use TaskState::{Done, Due, Overdue, Upcoming};
    let (july, august, november) = (date(2026, 7, 3), date(2026, 8, 4), date(2026, 11, 5));
    let spring = [date(2026, 2, 1), date(2026, 4, 1), date(2026, 5, 1)];
    let with = |days: &[Date]| [days, &spring].concat();
    let today = date(2026, 11, 6);
    // Three in a half-year: two are late by November, one more is its turn from mid-November on.
    assert_eq!(by(Cadence::HalfYear, 3, &with(&[july]), today), Due);
    assert_eq!(
        by(Cadence::HalfYear, 3, &with(&[july, august]), today),
        Upcoming
    );
    let december = date(2026, 12, 12);
    assert_eq!(
        by(Cadence::HalfYear, 3, &with(&[july, august]), december),
        Due
    );
    assert_eq!(
        by(
            Cadence::HalfYear,
            3,
            &with(&[july, august, november]),
            today
        ),
        Done
    );
    assert_eq!(
        by(Cadence::HalfYear, 3, &with(&[july, july, july]), today),
        Due,
        "one day"
    );
    assert_eq!(
        by(Cadence::HalfYear, 3, &[july, august, spring[0]], today),
        Overdue
    );
    // A quarterly cadence makes two: a least of two adds nothing, one of three does.
    assert_eq!(
        by(Cadence::Quarter, 2, &with(&[july, november]), today),
        Done
    );
    let plan = visits(today, rules(Some(Cadence::Quarter), 3));
    let facts = TaskFacts {
        since: LONG_AGO,
        ended: None,
        days: &with(&[july, november]),
    };
    let task = plan.task(&facts, today);
    assert_eq!((task.state, task.done), (Upcoming, 2));
    assert_eq!(task.asked.unwrap().times, 3);
    // A least of none leaves the cadence as it is.
    assert_eq!(by(Cadence::HalfYear, 0, &[july], today), Done);
}

#[test]
fn a_new_cadence_begins_with_its_first_whole_period() {
    use Cadence::{HalfYear, Month, Quarter};
    let on = date(2026, 8, 10);
    let plan = |today| visits(today, changed(Some(HalfYear), on, Some(Month)));
    let period = |plan: &Plan| plan.asked(0).now.period;
    // The rest of August still belongs to the half-year, September is a month of its own.
    assert_eq!(period(&plan(date(2026, 8, 15))).end, date(2026, 12, 31));
    let september = plan(date(2026, 9, 20));
    assert_eq!(period(&september).start, date(2026, 9, 1));
    // The half-year was cut short: nobody missed it.
    assert_eq!(september.asked(0).before, None);
    let july = [date(2026, 7, 7), date(2026, 3, 1)];
    let at = |today, days: &[Date]| state(&plan(today), LONG_AGO, days, today);
    assert_eq!(at(date(2026, 8, 15), &july), TaskState::Done);
    assert_eq!(at(date(2026, 9, 30), &july), TaskState::Due);
    assert_eq!(at(date(2026, 10, 1), &july), TaskState::Overdue);
    // The other way round: months go on until a half-year begins.
    let slower = |today| visits(today, changed(Some(Month), on, Some(HalfYear)));
    assert_eq!(period(&slower(date(2026, 11, 5))).start, date(2026, 11, 1));
    assert_eq!(period(&slower(date(2027, 1, 5))).end, date(2027, 6, 30));
    // Visited no longer: at once. Visited again: from the next whole period on.
    let never = visits(date(2026, 8, 10), changed(Some(Month), on, None));
    assert!(never.is_empty());
    let again = |today| visits(today, changed(None, on, Some(Quarter)));
    assert!(again(date(2026, 9, 30)).is_empty());
    assert_eq!(again(date(2026, 10, 1)).asked(0).before, None);
}

#[test]
fn what_is_not_asked_says_why() {
    let today = date(2026, 12, 20);
    let plan = visits(today, rules(Some(Cadence::HalfYear), 1));
    for reason in [Reason::HouseholdEnded, Reason::AssignmentEnded] {
        let facts = TaskFacts {
            since: LONG_AGO,
            ended: Some(reason),
            days: &[],
        };
        assert_eq!(plan.task(&facts, today).state, TaskState::Cancelled(reason));
    }
    let late = date(2026, 12, 10);
    let too_late = TaskState::Cancelled(Reason::AssignedTooLate);
    assert_eq!(state(&plan, late, &[], today), too_late);
    assert_eq!(state(&plan, late, &[today], today), TaskState::Done);
    // Thirty days are enough; a month that is shorter is owed whole.
    let spring = date(2026, 3, 1);
    assert_eq!(
        state(&plan, date(2026, 12, 2), &[spring], today),
        TaskState::Due
    );
    let february = date(2027, 2, 25);
    let monthly = visits(february, rules(Some(Cadence::Month), 1));
    assert_eq!(
        state(&monthly, date(2027, 2, 1), &[], february),
        TaskState::Due
    );
    assert_eq!(state(&monthly, date(2027, 2, 2), &[], february), too_late);
    let none = visits(today, rules(None, 3));
    let no_cadence = TaskState::Cancelled(Reason::NoCadence);
    assert_eq!(state(&none, LONG_AGO, &[], today), no_cadence);
    assert_eq!(no_cadence.reason().map(Reason::as_str), Some("no_cadence"));
}

#[test]
fn who_was_assigned_for_the_last_weeks_only_missed_nothing() {
    let today = date(2027, 1, 5);
    let plan = visits(today, rules(Some(Cadence::HalfYear), 1));
    let at = |since| state(&plan, since, &[], today);
    assert_eq!(at(date(2026, 12, 10)), TaskState::Upcoming);
    assert_eq!(at(date(2026, 12, 1)), TaskState::Overdue);
    assert_eq!(at(date(2027, 2, 1)), TaskState::Upcoming, "not yet");
}

#[test]
fn good_deeds_are_asked_of_the_households_that_are_visited_unless_switched_off() {
    let today = date(2026, 11, 22);
    let deed = |least_deeds, cadence| {
        deeds(today, move |_| Rules {
            cadence,
            least_visits: 1,
            least_deeds,
        })
    };
    let year = [date(2026, 3, 3), date(2026, 7, 7)];
    let one = deed(1, Some(Cadence::Month));
    assert_eq!(state(&one, LONG_AGO, &year, today), TaskState::Done);
    assert_eq!(state(&one, LONG_AGO, &year[..1], today), TaskState::Due);
    assert_eq!(state(&one, LONG_AGO, &year[1..], today), TaskState::Done);
    let two = deed(2, Some(Cadence::Month));
    let twice = [[year[0]; 2], [year[1]; 2]].concat();
    assert_eq!(
        state(&two, LONG_AGO, &twice, today),
        TaskState::Done,
        "two on one day"
    );
    assert_eq!(state(&two, LONG_AGO, &year, today), TaskState::Overdue);
    assert!(deed(0, Some(Cadence::Month)).is_empty());
    assert!(deed(1, None).is_empty());
}

#[test]
fn rules_are_read_from_parameters_and_a_missing_one_is_as_by_default() {
    let cadence = |params: &Params, group| Rules::of(params, group).cadence;
    let none = Params::default();
    assert_eq!(cadence(&none, Group::Monitored), Some(Cadence::Quarter));
    assert_eq!(cadence(&none, Group::Exited), Some(Cadence::HalfYear));
    assert_eq!(cadence(&none, Group::General), None);
    assert_eq!(Rules::of(&none, Group::Exited).least_visits, 1);
    assert_eq!(Rules::of(&none, Group::Exited).least_deeds, 1);
    // The defaults of the data file are the same.
    let built_in = crate::checklist::builtin().1.default_params();
    for group in Group::ALL {
        assert_eq!(Rules::of(built_in, group), Rules::of(&none, group));
    }
    let text = |text: &str| ParamValue::Text(text.to_owned());
    let set = params(&[
        ("cadence_monitored", text("month")),
        ("cadence_exited", text("none")),
        ("cadence_general", text("fortnight")),
        ("visit_min_per_halfyear", ParamValue::Number(-4)),
        ("good_deed_min", ParamValue::Number(0)),
    ]);
    assert_eq!(cadence(&set, Group::Monitored), Some(Cadence::Month));
    assert_eq!(cadence(&set, Group::Exited), None);
    assert_eq!(cadence(&set, Group::General), None, "not understood");
    assert_eq!(Rules::of(&set, Group::General).least_visits, 1);
    assert_eq!(Rules::of(&set, Group::General).least_deeds, 0);
}

#[test]
fn a_campaign_is_business_from_its_first_day_to_its_last() {
    let days = Period {
        start: date(2026, 12, 1),
        end: date(2027, 1, 31),
    };
    let at = |visited, today| campaign(days, visited, None, today);
    assert_eq!(at(false, date(2026, 11, 30)), TaskState::Upcoming);
    assert_eq!(at(false, date(2026, 12, 1)), TaskState::Due);
    assert_eq!(at(false, date(2027, 1, 31)), TaskState::Due);
    assert_eq!(at(false, date(2027, 2, 1)), TaskState::Missed);
    assert_eq!(at(true, date(2027, 2, 1)), TaskState::Done);
    let ended = Some(Reason::HouseholdEnded);
    assert_eq!(
        campaign(days, false, ended, date(2026, 12, 5)),
        TaskState::Cancelled(Reason::HouseholdEnded)
    );
}

#[test]
fn a_phone_call_is_no_visit() {
    assert!(counts("on_site"));
    assert!(!counts("phone") && !counts("video") && !counts("met_elsewhere"));
}

impl Plan {
    fn asked(&self, at: usize) -> Asked {
        self.asked[at]
    }
}
