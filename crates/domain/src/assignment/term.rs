//! Terms on village teams (S0: 驻村期满2年轮换; 撤一补一,谁撤谁补,先补后撤): when each is over, and
//! whether somebody came before he leaves. Notices: the county decides who goes.

use std::collections::BTreeSet;

use crate::id::{PersonId, TeamId};
use crate::time::Date;

/// A person's place on a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seat {
    /// Whose team.
    pub team: TeamId,
    /// Who.
    pub person: PersonId,
    /// Since when he is posted, where that is known.
    pub from: Option<Date>,
    /// His last day, where one is set.
    pub to: Option<Date>,
}

/// The parameters `rotation_months` and `rotation_alert_days` in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    /// Months to complete a posting.
    pub months: u32,
    /// Days before its end that it is shown.
    pub alert_days: u32,
}

/// How a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TermState {
    /// Nobody wrote down when it began or ends.
    Unknown,
    /// Not yet anybody's business.
    Running,
    /// It ends within the days of notice.
    EndsSoon,
    /// It is complete and the person is still there.
    Over,
    /// The person's last day is over.
    Left,
}

impl TermState {
    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Running => "running",
            Self::EndsSoon => "ends_soon",
            Self::Over => "over",
            Self::Left => "left",
        }
    }
}

/// A term as it stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The place it is of.
    pub seat: Seat,
    /// The last day: the one set, or the last of the full months.
    pub ends: Option<Date>,
    /// How it stands.
    pub state: TermState,
    /// Who replaces him: came to the team within the days of notice, and no later than the last
    /// day. Nobody replaces two.
    pub successor: Option<PersonId>,
}

impl Term {
    /// Whether the seat would be empty: he leaves, and nobody came before (先补后撤).
    #[must_use]
    pub fn lacks_successor(&self) -> bool {
        let leaves = match self.state {
            TermState::EndsSoon | TermState::Over | TermState::Left => true,
            // A last day that somebody set is a leave, however far it is.
            TermState::Running => self.seat.to.is_some(),
            TermState::Unknown => false,
        };
        leaves && self.successor.is_none()
    }
}

/// The terms of all seats, those that end first in front, unknown ones last.
#[must_use]
pub fn terms(seats: &[Seat], rotation: Rotation, today: Date) -> Vec<Term> {
    let mut terms: Vec<Term> = seats
        .iter()
        .map(|seat| term(*seat, rotation, today))
        .collect();
    terms.sort_by_key(|term| (term.ends.is_none(), term.ends, term.seat.person));
    let mut taken = BTreeSet::new();
    for at in 0..terms.len() {
        let successor = successor(&terms, &terms[at], rotation, &taken);
        if let Some(person) = successor {
            taken.insert((terms[at].seat.team, person));
            terms[at].successor = Some(person);
        }
    }
    terms
}

fn term(seat: Seat, rotation: Rotation, today: Date) -> Term {
    let full = |from: Date| {
        let months = jiff::Span::new().months(i64::from(rotation.months.min(1200)));
        from.saturating_add(months).yesterday().ok()
    };
    let ends = seat.to.or_else(|| seat.from.and_then(full));
    let notice = jiff::Span::new().days(i64::from(rotation.alert_days.min(3650)));
    let state = match ends {
        None => TermState::Unknown,
        Some(ends) if ends < today && seat.to.is_some() => TermState::Left,
        Some(ends) if ends < today => TermState::Over,
        Some(ends) if ends <= today.saturating_add(notice) => TermState::EndsSoon,
        Some(_) => TermState::Running,
    };
    Term {
        seat,
        ends,
        state,
        successor: None,
    }
}

fn successor(
    terms: &[Term],
    leaver: &Term,
    rotation: Rotation,
    taken: &BTreeSet<(TeamId, PersonId)>,
) -> Option<PersonId> {
    let ends = leaver.ends?;
    let notice = jiff::Span::new().days(i64::from(rotation.alert_days.min(3650)));
    let since = ends.saturating_sub(notice);
    let came = terms.iter().filter(|one| {
        let Seat {
            team, person, from, ..
        } = one.seat;
        team == leaver.seat.team
            && person != leaver.seat.person
            && !taken.contains(&(team, person))
            && one.ends.is_some_and(|end| end > ends)
            && from.is_some_and(|from| since <= from && from <= ends)
            // Two who came together do not replace one another.
            && leaver.seat.from.is_none_or(|began| from > Some(began))
    });
    came.min_by_key(|one| (one.seat.from, one.seat.person))
        .map(|one| one.seat.person)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ROTATION: Rotation = Rotation {
        months: 24,
        alert_days: 90,
    };

    fn day(text: &str) -> Date {
        crate::time::parse_date(text).unwrap()
    }

    fn seat(team: u128, person: u128, from: &str, to: &str) -> Seat {
        Seat {
            team: TeamId::from_uuid(Uuid::from_u128(team)),
            person: PersonId::from_uuid(Uuid::from_u128(person)),
            from: crate::time::parse_date(from),
            to: crate::time::parse_date(to),
        }
    }

    fn of(terms: &[Term], person: u128) -> Term {
        let id = PersonId::from_uuid(Uuid::from_u128(person));
        *terms.iter().find(|term| term.seat.person == id).unwrap()
    }

    #[test]
    fn a_term_is_over_after_its_full_months_or_on_the_day_set() {
        for (from, to, today, ends, state) in [
            (
                "2025-01-10",
                "",
                "2026-10-11",
                "2027-01-09",
                TermState::EndsSoon,
            ),
            (
                "2025-01-10",
                "",
                "2026-10-10",
                "2027-01-09",
                TermState::Running,
            ),
            (
                "2025-01-10",
                "",
                "2027-01-09",
                "2027-01-09",
                TermState::EndsSoon,
            ),
            (
                "2025-01-10",
                "",
                "2027-01-10",
                "2027-01-09",
                TermState::Over,
            ),
            (
                "2025-01-10",
                "2026-03-31",
                "2026-04-01",
                "2026-03-31",
                TermState::Left,
            ),
            // The month two years on has fewer days.
            (
                "2024-02-29",
                "",
                "2026-02-28",
                "2026-02-27",
                TermState::Over,
            ),
        ] {
            let found = terms(&[seat(1, 1, from, to)], ROTATION, day(today))[0];
            assert_eq!(
                (found.ends, found.state),
                (Some(day(ends)), state),
                "{today}"
            );
        }
        let unknown = terms(&[seat(1, 1, "", "")], ROTATION, day("2026-11-22"))[0];
        assert_eq!((unknown.ends, unknown.state), (None, TermState::Unknown));
        assert!(!unknown.lacks_successor());
    }

    #[test]
    fn one_newcomer_replaces_one_leaver_of_his_own_team() {
        let today = day("2026-11-22");
        let seats = [
            seat(1, 1, "2024-12-01", ""),
            seat(1, 2, "2024-12-10", ""),
            seat(1, 3, "2026-11-01", ""),
            seat(2, 4, "2024-12-01", ""),
        ];
        let found = terms(&seats, ROTATION, today);
        assert_eq!(of(&found, 1).successor, Some(seats[2].person));
        assert!(of(&found, 2).lacks_successor());
        assert!(of(&found, 4).lacks_successor());
        assert!(!of(&found, 3).lacks_successor());
    }

    #[test]
    fn whoever_comes_after_the_last_day_replaced_nobody_first() {
        let today = day("2026-11-22");
        let late = [
            seat(1, 1, "2025-03-01", "2026-11-30"),
            seat(1, 2, "2026-12-01", ""),
        ];
        assert!(of(&terms(&late, ROTATION, today), 1).lacks_successor());
        let first = [late[0], seat(1, 2, "2026-11-30", "")];
        assert!(!of(&terms(&first, ROTATION, today), 1).lacks_successor());
    }
}
