use jiff::civil::date;

use super::ProblemMove as M;
use super::ProblemState as S;
use super::*;

/// DOMAIN §5.2, written again by hand: (from, move, to, who).
#[rustfmt::skip]
const TABLE: [(S, M, S, &str); 50] = [
    (S::Found, M::Register, S::Registered, "captain"),
    (S::Found, M::FixAtOnce, S::ToVerify, "anyone"),
    (S::Found, M::Merge, S::Merged, "captain"),
    (S::Found, M::Cancel, S::Cancelled, "captain"),
    (S::Registered, M::FixAtOnce, S::ToVerify, "anyone"),
    (S::Registered, M::Assign, S::Assigned, "town"),
    (S::Registered, M::Extend, S::Registered, "town"),
    (S::Registered, M::KeepLongTerm, S::LongTerm, "town"),
    (S::Registered, M::Merge, S::Merged, "captain"),
    (S::Registered, M::Cancel, S::Cancelled, "captain"),
    (S::Assigned, M::Assign, S::Assigned, "town"),
    (S::Assigned, M::Decline, S::Declined, "owner"),
    (S::Assigned, M::Start, S::Rectifying, "owner"),
    (S::Assigned, M::Finish, S::ToVerify, "owner"),
    (S::Assigned, M::Extend, S::Assigned, "town"),
    (S::Assigned, M::KeepLongTerm, S::LongTerm, "town"),
    (S::Assigned, M::Merge, S::Merged, "captain"),
    (S::Assigned, M::Cancel, S::Cancelled, "captain"),
    (S::Declined, M::Assign, S::Assigned, "town"),
    (S::Declined, M::Extend, S::Declined, "town"),
    (S::Declined, M::KeepLongTerm, S::LongTerm, "town"),
    (S::Declined, M::Merge, S::Merged, "captain"),
    (S::Declined, M::Cancel, S::Cancelled, "captain"),
    (S::Rectifying, M::Assign, S::Assigned, "town"),
    (S::Rectifying, M::Finish, S::ToVerify, "owner"),
    (S::Rectifying, M::Extend, S::Rectifying, "town"),
    (S::Rectifying, M::KeepLongTerm, S::LongTerm, "town"),
    (S::Rectifying, M::Merge, S::Merged, "captain"),
    (S::Rectifying, M::Cancel, S::Cancelled, "captain"),
    (S::ToVerify, M::Verify, S::Closed, "verifier"),
    (S::ToVerify, M::SignOff, S::Closed, "county verifier"),
    (S::ToVerify, M::SendBack, S::Returned, "verifier"),
    (S::ToVerify, M::Merge, S::Merged, "captain"),
    (S::Returned, M::Assign, S::Assigned, "town"),
    (S::Returned, M::Start, S::Rectifying, "owner"),
    (S::Returned, M::Finish, S::ToVerify, "owner"),
    (S::Returned, M::Extend, S::Returned, "town"),
    (S::Returned, M::KeepLongTerm, S::LongTerm, "town"),
    (S::Returned, M::Merge, S::Merged, "captain"),
    (S::Returned, M::Cancel, S::Cancelled, "captain"),
    (S::Closed, M::Reopen, S::Reopened, "anyone"),
    (S::Cancelled, M::Reopen, S::Reopened, "anyone"),
    (S::Reopened, M::FixAtOnce, S::ToVerify, "anyone"),
    (S::Reopened, M::Assign, S::Assigned, "town"),
    (S::Reopened, M::Start, S::Rectifying, "owner"),
    (S::Reopened, M::Extend, S::Reopened, "town"),
    (S::Reopened, M::KeepLongTerm, S::LongTerm, "town"),
    (S::Reopened, M::Merge, S::Merged, "captain"),
    (S::Reopened, M::Cancel, S::Cancelled, "captain"),
    (S::LongTerm, M::Assign, S::Assigned, "town"),
];
/// The rest of 长期坚持, whose work never quite ends.
const LONG_TERM: [(S, M, S, &str); 2] = [
    (S::LongTerm, M::Finish, S::ToVerify, "owner"),
    (S::LongTerm, M::Merge, S::Merged, "captain"),
];

const ROLES: [ProblemRole; 4] = [
    ProblemRole::Cadre,
    ProblemRole::Captain,
    ProblemRole::Town,
    ProblemRole::County,
];

fn standing(state: S) -> ProblemStanding {
    ProblemStanding {
        state,
        round: 2,
        critical: false,
        verified: false,
        due: Some(date(2026, 11, 30)),
    }
}

fn actor(role: ProblemRole) -> ProblemActor {
    ProblemActor {
        role,
        is_owner: false,
        is_rectifier: false,
    }
}

fn everything() -> Given {
    Given {
        round: 2,
        reason: true,
        evidence: true,
        on_site: true,
        owner: true,
        due: Some(date(2026, 12, 31)),
        other: true,
    }
}

fn may(who: &str, actor: ProblemActor) -> bool {
    let town = matches!(actor.role, ProblemRole::Town | ProblemRole::County);
    let captain = town || actor.role == ProblemRole::Captain;
    let own = actor.is_rectifier || actor.is_owner;
    match who {
        "anyone" => true,
        "owner" => actor.is_owner || town,
        "captain" => captain,
        "town" => town,
        "verifier" => captain && !own,
        "county verifier" => actor.role == ProblemRole::County && !own,
        _ => false,
    }
}

#[test]
fn every_state_move_and_role_does_what_the_table_says_and_nothing_else() {
    let rows: Vec<_> = TABLE.iter().chain(&LONG_TERM).collect();
    let mut cells = 0;
    for state in S::ALL {
        for step in M::ALL {
            for role in ROLES {
                for (is_owner, is_rectifier) in
                    [(false, false), (true, false), (false, true), (true, true)]
                {
                    for critical in [false, true] {
                        let actor = ProblemActor {
                            role,
                            is_owner,
                            is_rectifier,
                        };
                        let standing = ProblemStanding {
                            critical,
                            verified: critical && step == M::SignOff,
                            ..standing(state)
                        };
                        let row = rows.iter().find(|(from, known, _, who)| {
                            *from == state && *known == step && may(who, actor)
                        });
                        let expected = match row {
                            // Signing off is for critical problems only, which verifying does not
                            // close.
                            Some((_, M::SignOff, ..)) if !critical => None,
                            Some((_, M::Verify, ..)) if critical => Some(S::ToVerify),
                            Some((_, _, to, _)) => Some(*to),
                            None => None,
                        };
                        let got = decide(&standing, step, actor, &everything());
                        assert_eq!(
                            got.ok().map(|after| after.state),
                            expected,
                            "{state:?} {step:?} {actor:?} critical {critical}"
                        );
                        cells += 1;
                    }
                }
            }
        }
    }
    assert_eq!(cells, 12 * 14 * 4 * 4 * 2);
}

#[test]
fn whoever_rectified_or_answers_for_it_neither_verifies_nor_signs_off_nor_sends_back() {
    let rectifier = ProblemActor {
        is_rectifier: true,
        ..actor(ProblemRole::County)
    };
    // Town or county reported it as finished on his behalf.
    let owner = ProblemActor {
        is_owner: true,
        ..actor(ProblemRole::County)
    };
    let steps = [M::Verify, M::SignOff, M::SendBack];
    for (step, own) in steps
        .into_iter()
        .flat_map(|step| [(step, rectifier), (step, owner)])
    {
        let waiting = ProblemStanding {
            critical: true,
            verified: true,
            ..standing(S::ToVerify)
        };
        assert_eq!(
            decide(&waiting, step, own, &everything()),
            Err(ProblemRefused::OwnWork)
        );
    }
}

#[test]
fn a_critical_problem_is_verified_on_site_and_then_signed_off_by_the_county() {
    let critical = ProblemStanding {
        critical: true,
        ..standing(S::ToVerify)
    };
    let county = actor(ProblemRole::County);
    let from_afar = Given {
        on_site: false,
        ..everything()
    };
    let verify = |given| decide(&critical, M::Verify, actor(ProblemRole::Captain), given);
    assert_eq!(verify(&from_afar), Err(ProblemRefused::OnSiteNeeded));
    assert_eq!(
        decide(&critical, M::SignOff, county, &everything()),
        Err(ProblemRefused::NotVerified)
    );
    let after = verify(&everything()).unwrap();
    assert_eq!((after.state, after.verified), (S::ToVerify, true));
    let verified = ProblemStanding {
        verified: true,
        ..critical
    };
    let after = decide(&verified, M::SignOff, county, &everything()).unwrap();
    assert_eq!((after.state, after.verified), (S::Closed, false));
    // Sent back all the same, it has to be verified again.
    let after = decide(&verified, M::SendBack, county, &everything()).unwrap();
    assert_eq!((after.state, after.verified), (S::Returned, false));
    // Anything less is closed by whoever verifies it, from the photos.
    let minor = standing(S::ToVerify);
    let after = decide(&minor, M::Verify, county, &from_afar).unwrap();
    assert_eq!(after.state, S::Closed);
}

#[test]
fn a_report_is_judged_as_it_stands_now_and_reporting_counts() {
    for seen in [1, 3] {
        let given = Given {
            round: seen,
            ..everything()
        };
        for step in [M::Verify, M::SendBack] {
            let got = decide(
                &standing(S::ToVerify),
                step,
                actor(ProblemRole::Captain),
                &given,
            );
            assert_eq!(got, Err(ProblemRefused::Stale));
        }
        // Who rectifies need not have heard of the last extension or return.
        let got = decide(
            &standing(S::Returned),
            M::Finish,
            actor(ProblemRole::Town),
            &given,
        );
        assert_eq!(got.unwrap().round, 3);
    }
    let started = decide(
        &standing(S::Assigned),
        M::Start,
        actor(ProblemRole::Town),
        &everything(),
    );
    assert_eq!(started.unwrap().round, 2);
}

#[test]
fn each_move_says_what_it_lacks() {
    let town = actor(ProblemRole::Town);
    for (state, step, given, refused) in [
        (
            S::Registered,
            M::Assign,
            Given {
                owner: false,
                ..everything()
            },
            ProblemRefused::OwnerNeeded,
        ),
        (
            S::Assigned,
            M::Decline,
            Given {
                reason: false,
                ..everything()
            },
            ProblemRefused::ReasonNeeded,
        ),
        (
            S::Assigned,
            M::Finish,
            Given {
                evidence: false,
                ..everything()
            },
            ProblemRefused::EvidenceNeeded,
        ),
        (
            S::Assigned,
            M::Merge,
            Given {
                other: false,
                ..everything()
            },
            ProblemRefused::OtherNeeded,
        ),
        (
            S::Assigned,
            M::Extend,
            Given {
                due: Some(date(2026, 11, 30)),
                ..everything()
            },
            ProblemRefused::LaterDayNeeded,
        ),
        (
            S::Assigned,
            M::Extend,
            Given {
                due: None,
                ..everything()
            },
            ProblemRefused::LaterDayNeeded,
        ),
    ] {
        assert_eq!(decide(&standing(state), step, town, &given), Err(refused));
    }
}

#[test]
fn buttons_are_the_moves_that_would_be_taken() {
    let owner = ProblemActor {
        is_owner: true,
        ..actor(ProblemRole::Cadre)
    };
    assert_eq!(
        moves(&standing(S::Assigned), owner),
        [M::Decline, M::Start, M::Finish]
    );
    assert_eq!(moves(&standing(S::ToVerify), actor(ProblemRole::Cadre)), []);
    assert_eq!(
        moves(&standing(S::Closed), actor(ProblemRole::Cadre)),
        [M::Reopen]
    );
}

#[test]
fn overdue_is_a_matter_of_dates() {
    let day = |day| date(2026, 11, day);
    for state in S::ALL {
        let late = !matches!(state, S::Closed | S::Merged | S::Cancelled | S::LongTerm);
        assert_eq!(is_overdue(state, Some(day(22)), day(23)), late, "{state:?}");
        assert!(!is_overdue(state, Some(day(23)), day(23)), "{state:?}");
        assert!(!is_overdue(state, None, day(23)), "{state:?}");
    }
}

#[test]
fn opened_again_it_has_its_days_anew_and_kept_up_for_good_it_has_none() {
    let day = |day| Some(date(2026, 11, day));
    assert_eq!(due_after(M::Reopen, day(2), None, day(30)), day(30));
    assert_eq!(due_after(M::Reopen, day(2), None, None), None);
    assert_eq!(due_after(M::KeepLongTerm, day(2), None, day(30)), None);
    assert_eq!(due_after(M::Extend, day(2), day(9), day(30)), day(9));
    assert_eq!(due_after(M::Finish, day(2), None, day(30)), day(2));
}

#[test]
fn due_is_the_earlier_of_the_severitys_days_and_the_campaigns_end() {
    let found = date(2026, 11, 23);
    assert_eq!(due(found, Some(7), None), Some(date(2026, 11, 30)));
    let end = Some(date(2026, 11, 25));
    assert_eq!(due(found, Some(7), end), end);
    assert_eq!(due(found, None, end), None);
    assert_eq!(due(found, Some(u32::MAX), None), Some(Date::MAX));
}

#[test]
fn numbers_name_county_and_year() {
    assert_eq!(number("620502", 2026, 17), "620502-2026-00017");
    assert_eq!(number("620502", 2026, 123_456), "620502-2026-123456");
}

#[test]
fn codes_read_back_as_themselves_and_are_those_of_the_list() {
    let codes = &crate::checklist::builtin().1;
    for state in S::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
        assert!(codes.find("problem_state", state.as_str()).is_some());
    }
    for step in M::ALL {
        assert_eq!(step.as_str().parse(), Ok(step));
    }
    assert_eq!("overdue".parse::<S>(), Err(table::UnknownCode));
}
