use super::ReviewState as S;
use super::*;

/// Who a move is open to, written again by hand: (from, move, to, who).
const TABLE: [(S, Move, S, &str); 23] = [
    (S::Draft, Move::Seal, S::Sealed, "visitor"),
    (S::Returned, Move::Seal, S::Sealed, "visitor"),
    (S::Sealed, Move::Reopen, S::Draft, "visitor"),
    (S::Sealed, Move::Receive, S::Submitted, "server"),
    (
        S::Submitted,
        Move::Approve,
        S::CaptainApproved,
        "other captain",
    ),
    (S::Submitted, Move::Return, S::Returned, "other captain"),
    (
        S::CaptainApproved,
        Move::Return,
        S::Returned,
        "other captain",
    ),
    (S::CaptainApproved, Move::Batch, S::Batched, "captain"),
    (S::Batched, Move::Accept, S::CountyAccepted, "county"),
    (
        S::Batched,
        Move::CountyReturn,
        S::ReturnedToCaptain,
        "county",
    ),
    (
        S::ReturnedToCaptain,
        Move::Return,
        S::Returned,
        "other captain",
    ),
    (
        S::ReturnedToCaptain,
        Move::Approve,
        S::CaptainApproved,
        "other captain",
    ),
    (
        S::CountyAccepted,
        Move::Revoke,
        S::CaptainApproved,
        "county",
    ),
    (S::Draft, Move::Void, S::Voided, "visitor"),
    (S::Sealed, Move::Void, S::Voided, "visitor"),
    (S::Submitted, Move::Void, S::Voided, "visitor"),
    (S::Returned, Move::Void, S::Voided, "visitor"),
    (S::CaptainApproved, Move::Void, S::Voided, "captain"),
    (S::Batched, Move::Void, S::Voided, "captain"),
    (S::ReturnedToCaptain, Move::Void, S::Voided, "captain"),
    (S::Voided, Move::Restore, S::Draft, "visitor"),
    // The last two rows stand for restoring from the other states; see below.
    (S::Voided, Move::Restore, S::Submitted, "visitor"),
    (S::Voided, Move::Restore, S::Batched, "captain"),
];

fn standing(state: S, voided_from: Option<S>) -> Standing {
    Standing {
        state,
        revision: 3,
        sent: false,
        voided_from,
    }
}

fn actors() -> Vec<Actor> {
    let both = |role| [true, false].map(|is_visitor| Actor { is_visitor, role });
    Role::ALL.into_iter().flat_map(both).collect()
}

fn is_open(who: &str, actor: Actor) -> bool {
    match who {
        "visitor" => actor.is_visitor && actor.role != Role::Server,
        "captain" => actor.role == Role::Captain,
        "other captain" => actor.role == Role::Captain && !actor.is_visitor,
        "county" => actor.role == Role::County,
        "server" => actor.role == Role::Server,
        _ => false,
    }
}

#[test]
fn every_state_move_and_role_does_what_the_table_says_and_nothing_else() {
    let mut cells = 0;
    for state in S::ALL {
        for step in Move::ALL {
            for actor in actors() {
                let from: Vec<Option<S>> = if state == S::Voided {
                    S::ALL.map(Some).to_vec()
                } else {
                    vec![None]
                };
                for voided_from in from {
                    let expected = TABLE.iter().find(|(from, known, to, who)| {
                        *from == state
                            && *known == step
                            && voided_from.is_none_or(|back| back == *to)
                            && is_open(who, actor)
                    });
                    // States not in the table's restore rows share the rule of their voider.
                    let voidable = |back: S| {
                        TABLE
                            .iter()
                            .find(|row| row.0 == back && row.1 == Move::Void)
                    };
                    let expected = match (state, step, voided_from) {
                        (S::Voided, Move::Restore, Some(back)) => voidable(back)
                            .filter(|row| is_open(row.3, actor))
                            .map(|_| back),
                        _ => expected.map(|row| row.2),
                    };
                    let got = decide(&standing(state, voided_from), step, actor, 3, true);
                    assert_eq!(
                        got.ok(),
                        expected,
                        "{state:?} {step:?} {actor:?} {voided_from:?}"
                    );
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, (8 + 9) * 11 * 8);
}

#[test]
fn a_decision_on_an_old_revision_is_told_what_is_current() {
    let actor = Actor {
        is_visitor: false,
        role: Role::Captain,
    };
    let stale = Err(Refused::Stale {
        revision: 3,
        state: S::Submitted,
    });
    for seen in [2, 4] {
        assert_eq!(
            decide(
                &standing(S::Submitted, None),
                Move::Approve,
                actor,
                seen,
                true
            ),
            stale
        );
    }
}

#[test]
fn a_captain_never_reviews_his_own_visit() {
    let own = Actor {
        is_visitor: true,
        role: Role::Captain,
    };
    for (state, step) in [
        (S::Submitted, Move::Approve),
        (S::Submitted, Move::Return),
        (S::CaptainApproved, Move::Return),
        (S::ReturnedToCaptain, Move::Approve),
        (S::ReturnedToCaptain, Move::Return),
    ] {
        assert_eq!(
            decide(&standing(state, None), step, own, 3, true),
            Err(Refused::OwnVisit)
        );
    }
}

#[test]
fn a_visit_on_its_way_cannot_be_reopened() {
    let visitor = Actor {
        is_visitor: true,
        role: Role::Visitor,
    };
    let sent = Standing {
        sent: true,
        ..standing(S::Sealed, None)
    };
    assert_eq!(
        decide(&sent, Move::Reopen, visitor, 3, true),
        Err(Refused::AlreadySent)
    );
    assert_eq!(moves(&sent, visitor), [Move::Void]);
}

#[test]
fn nothing_is_returned_revoked_or_voided_without_a_reason() {
    let captain = Actor {
        is_visitor: false,
        role: Role::Captain,
    };
    let county = Actor {
        is_visitor: false,
        role: Role::County,
    };
    for (state, step, actor) in [
        (S::Submitted, Move::Return, captain),
        (S::Batched, Move::CountyReturn, county),
        (S::CountyAccepted, Move::Revoke, county),
        (S::Batched, Move::Void, captain),
    ] {
        let got = decide(&standing(state, None), step, actor, 3, false);
        assert_eq!(got, Err(Refused::ReasonNeeded));
    }
    assert!(
        decide(
            &standing(S::Submitted, None),
            Move::Approve,
            captain,
            3,
            false
        )
        .is_ok()
    );
}

#[test]
fn sealing_a_returned_visit_makes_a_new_revision() {
    assert_eq!(next_revision(S::Returned, Move::Seal, 3), 4);
    assert_eq!(next_revision(S::Draft, Move::Seal, 3), 3);
    assert_eq!(next_revision(S::Submitted, Move::Approve, 3), 3);
}

#[test]
fn codes_read_back_as_themselves() {
    for state in S::ALL {
        assert_eq!(state.as_str().parse(), Ok(state));
    }
    for step in Move::ALL {
        assert_eq!(step.as_str().parse(), Ok(step));
    }
    assert_eq!("approved".parse::<S>(), Err(UnknownCode));
}
