//! The rules for each change, over the rows of one household.

use super::{
    AHEAD_DAYS, Assigned, BACK_DAYS, Home, Kind, MOST_OVERLAP_DAYS, Refusal, Step, refuse,
};
use crate::id::{AssignmentId, PersonId};
use crate::time::Date;

/// One household's rows, as a change finds them.
pub(super) struct Desk<'a> {
    pub(super) home: Home,
    pub(super) rows: &'a [Assigned],
    pub(super) today: Date,
}

impl Desk<'_> {
    pub(super) fn assign(
        &self,
        person: PersonId,
        kind: Kind,
        day: Date,
    ) -> Result<Vec<Step>, Refusal> {
        self.lives()?;
        self.near(day)?;
        match kind {
            Kind::Primary if self.primaries().any(|row| row.reaches(day)) => {
                return refuse("primary_exists", "kind");
            }
            Kind::Co if self.of(person).any(|row| row.reaches(day)) => {
                return refuse("same_person", "person_id");
            }
            _ => {}
        }
        let mut steps = self.give_way(person, day);
        steps.push(open(person, kind, day, None));
        Ok(steps)
    }

    pub(super) fn hand_over(
        &self,
        id: AssignmentId,
        person: PersonId,
        day: Date,
        overlap_days: u32,
    ) -> Result<Vec<Step>, Refusal> {
        let row = self.find(id)?;
        self.lives()?;
        if row.person == person {
            return refuse("same_person", "person_id");
        }
        if overlap_days == 0 {
            return refuse("no_overlap", "overlap_days");
        }
        if overlap_days > MOST_OVERLAP_DAYS {
            return refuse("out_of_range", "overlap_days");
        }
        self.near(day)?;
        if day <= row.from {
            return refuse("before_the_start", "day");
        }
        if !row.lasts_until(before(day)) {
            // Whoever is to be replaced would have left before.
            return refuse("no_overlap", "day");
        }
        let last = after(day, i64::from(overlap_days) - 1);
        match row.kind {
            Kind::Primary => {
                if self.primaries().any(|one| one.id != id && one.reaches(day)) {
                    return refuse("primary_exists", "day");
                }
                let mut steps = vec![close(id, Some(before(day)))];
                steps.extend(self.give_way(person, day));
                steps.extend(self.give_way(row.person, day));
                steps.push(open(person, Kind::Primary, day, None));
                steps.push(open(row.person, Kind::Co, day, Some(last)));
                Ok(steps)
            }
            Kind::Co => {
                if self.of(person).any(|one| one.reaches(day)) {
                    return refuse("same_person", "person_id");
                }
                // Not into a time in which he helps in another capacity.
                let own = self.of(row.person).map(|one| one.from);
                let next = own.filter(|from| *from > row.from).min();
                let last = next.map_or(last, |next| last.min(before(next)));
                Ok(vec![
                    close(id, Some(last)),
                    open(person, Kind::Co, day, None),
                ])
            }
        }
    }

    pub(super) fn end(
        &self,
        id: AssignmentId,
        day: Date,
        has_reason: bool,
    ) -> Result<Vec<Step>, Refusal> {
        let row = self.find(id)?;
        if !row.reaches(self.today) {
            return refuse("not_in_force", "assignment_id");
        }
        self.near(day)?;
        if day < row.from {
            return refuse("before_the_start", "day");
        }
        if row.kind == Kind::Primary {
            let next = self.primaries().filter(|one| one.from > row.from);
            match next.map(|one| one.from).min() {
                Some(next) if next <= day => return refuse("primary_exists", "day"),
                Some(next) if next == after(day, 1) => {}
                _ if self.home.monitored && !self.home.ended => return refuse("gap", "day"),
                _ if !has_reason => return refuse("reason_needed", "reason"),
                _ => {}
            }
        }
        let later = |one: &Assigned| one.from > row.from && one.from <= day;
        if self.of(row.person).any(later) {
            return refuse("same_person", "day");
        }
        Ok(vec![close(id, Some(day))])
    }

    pub(super) fn withdraw(&self, id: AssignmentId) -> Result<Vec<Step>, Refusal> {
        let row = self.find(id)?;
        if row.from <= self.today {
            return self.keep_on(row);
        }
        let taken_back = close(id, Some(before(row.from)));
        if row.kind == Kind::Co {
            return Ok(vec![taken_back]);
        }
        if self.primaries().any(|one| one.from > row.from) {
            // Of several planned hand-overs, the last is taken back first.
            return refuse("primary_exists", "assignment_id");
        }
        let mut steps = vec![taken_back];
        let ended = self
            .primaries()
            .find(|one| one.to == Some(before(row.from)));
        let Some(ended) = ended else { return Ok(steps) };
        let mut overlap = self.of(ended.person).filter(|one| one.kind == Kind::Co);
        if !overlap.any(|one| one.from == row.from) {
            // No hand-over: the one before had ended for a reason of its own.
            return if self.home.monitored && !self.home.ended {
                refuse("gap", "assignment_id")
            } else {
                Ok(steps)
            };
        }
        steps.extend(self.give_way(ended.person, row.from));
        steps.push(close(ended.id, None));
        // Whoever was to take over may have helped before, and goes on as he did.
        let helped = self
            .of(row.person)
            .find(|one| one.kind == Kind::Co && one.to == Some(before(row.from)));
        steps.extend(helped.map(|one| close(one.id, None)));
        Ok(steps)
    }

    /// An end that is still to come is taken back.
    fn keep_on(&self, row: &Assigned) -> Result<Vec<Step>, Refusal> {
        let Some(to) = row.to.filter(|to| *to >= self.today) else {
            return refuse("not_in_force", "assignment_id");
        };
        let second = |one: &Assigned| one.kind == Kind::Primary && one.from > to;
        if row.kind == Kind::Primary && self.live().any(second) {
            return refuse("primary_exists", "assignment_id");
        }
        if self.of(row.person).any(|one| one.from > to) {
            return refuse("same_person", "assignment_id");
        }
        self.lives()?;
        Ok(vec![close(row.id, None)])
    }

    /// Somebody's time as co helper ends where another capacity begins.
    fn give_way(&self, person: PersonId, day: Date) -> Vec<Step> {
        self.of(person)
            .filter(|row| row.kind == Kind::Co && row.reaches(day))
            .map(|row| close(row.id, Some(before(day))))
            .collect()
    }

    fn live(&self) -> impl Iterator<Item = &Assigned> {
        self.rows.iter().filter(|row| !row.is_withdrawn())
    }

    fn primaries(&self) -> impl Iterator<Item = &Assigned> {
        self.live().filter(|row| row.kind == Kind::Primary)
    }

    fn of(&self, person: PersonId) -> impl Iterator<Item = &Assigned> {
        self.live().filter(move |row| row.person == person)
    }

    fn find(&self, id: AssignmentId) -> Result<&Assigned, Refusal> {
        match self.live().find(|row| row.id == id) {
            Some(row) => Ok(row),
            None => refuse("not_in_force", "assignment_id"),
        }
    }

    fn lives(&self) -> Result<(), Refusal> {
        if self.home.ended {
            refuse("household_ended", "household_id")
        } else {
            Ok(())
        }
    }

    fn near(&self, day: Date) -> Result<(), Refusal> {
        if day < after(self.today, -i64::from(BACK_DAYS)) {
            refuse("date_in_past", "day")
        } else if day > after(self.today, i64::from(AHEAD_DAYS)) {
            refuse("date_too_far", "day")
        } else {
            Ok(())
        }
    }
}

const fn close(id: AssignmentId, to: Option<Date>) -> Step {
    Step::Close { id, to }
}

const fn open(person: PersonId, kind: Kind, from: Date, to: Option<Date>) -> Step {
    Step::Open {
        person,
        kind,
        from,
        to,
    }
}

fn before(day: Date) -> Date {
    after(day, -1)
}

/// So many days later; the end of the calendar stays where it is.
pub(super) fn after(day: Date, days: i64) -> Date {
    day.saturating_add(jiff::Span::new().days(days))
}
