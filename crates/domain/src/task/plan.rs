//! What the county's rules ask of households of one group on a day: how often, in which period.
//!
//! Rules are dated (DOMAIN, first fact), and a period is judged by those of its first day. A new
//! cadence therefore begins with its own first whole period; until then the one before it runs
//! on. Only that a group is visited no longer counts at once: nobody makes a visit nobody asks for.

use super::{Cadence, Period, Reason, Task, TaskFacts, TaskState};
use crate::campaign::Group;
use crate::codes::Params;
use crate::time::{Date, days_between};

/// What the county's parameters of one day say of one group of households.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How often they are visited; nothing where nobody has to.
    pub cadence: Option<Cadence>,
    /// Visits in a half-year, where that is more than the cadence makes.
    pub least_visits: u32,
    /// Good deeds in a half-year; 0 where the county keeps no count.
    pub least_deeds: u32,
}

impl Rules {
    /// Reads them. What is missing or not understood is as by default (DOMAIN §1: S0 half-yearly
    /// for all, S2 monthly for those not yet out; the quarter of monitored households lies between).
    #[must_use]
    pub fn of(params: &Params, group: Group) -> Self {
        let (key, default) = match group {
            Group::Monitored => ("cadence_monitored", Some(Cadence::Quarter)),
            Group::Exited => ("cadence_exited", Some(Cadence::HalfYear)),
            Group::General => ("cadence_general", None),
        };
        let number = |key: &str| {
            let set = params.number(key);
            set.and_then(|set| u32::try_from(set).ok()).unwrap_or(1)
        };
        Self {
            cadence: match params.text(key) {
                Some("none") => None,
                Some(code) => Cadence::of(code).or(default),
                None => default,
            },
            least_visits: number("visit_min_per_halfyear"),
            least_deeds: number("good_deed_min"),
        }
    }
}

/// So many times within a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demand {
    /// Both days included.
    pub period: Period,
    /// At least once.
    pub times: u32,
}

/// What is asked now, and what was asked in the period before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The period that holds the day.
    pub now: Demand,
    /// Nothing where none was asked, or a new cadence cut the period short.
    pub before: Option<Demand>,
}

/// Everything asked of households of one group on a day. All of it is to be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    pub(super) asked: Vec<Asked>,
    /// Two on one day are one: two visits, the household covered once (DOMAIN §5.1).
    once_a_day: bool,
}

/// Which visits are asked for on a day. `rules` are the group's on each day.
#[must_use]
pub fn visits(today: Date, rules: impl Fn(Date) -> Rules) -> Plan {
    let Some(cadence) = cadence_on(today, &rules) else {
        return Plan::default();
    };
    let mut asked = Vec::new();
    let half = Cadence::HalfYear.period(today);
    if cadence != Cadence::HalfYear {
        let now = Demand {
            period: cadence.period(today),
            times: 1,
        };
        let before = now.period.start.yesterday().ok().and_then(|day| {
            let period = cadence_on(day, &rules)?.period(day);
            (period.end == day).then_some(Demand { period, times: 1 })
        });
        asked.push(Asked { now, before });
    }
    if let Some(times) = of_half_year(half, cadence, &rules) {
        let before = half.start.yesterday().ok().and_then(|day| {
            let period = Cadence::HalfYear.period(day);
            let times = of_half_year(period, cadence_on(day, &rules)?, &rules)?;
            Some(Demand { period, times })
        });
        asked.push(Asked {
            now: Demand {
                period: half,
                times,
            },
            before,
        });
    }
    Plan {
        asked,
        once_a_day: true,
    }
}

/// Which good deeds are asked for on a day: of the households that are visited.
#[must_use]
pub fn deeds(today: Date, rules: impl Fn(Date) -> Rules) -> Plan {
    let of = |day: Date| {
        let period = Cadence::HalfYear.period(day);
        let times = rules(period.start).least_deeds;
        let asked = times > 0 && cadence_on(day, &rules).is_some();
        asked.then_some(Demand { period, times })
    };
    let Some(now) = of(today) else {
        return Plan::default();
    };
    let before = now.period.start.yesterday().ok().and_then(of);
    Plan {
        asked: vec![Asked { now, before }],
        once_a_day: false,
    }
}

/// The cadence a day lies under.
fn cadence_on(day: Date, rules: &impl Fn(Date) -> Rules) -> Option<Cadence> {
    let today = rules(day).cadence?;
    let begun = rules(today.period(day).start).cadence;
    if begun == Some(today) {
        Some(today)
    } else {
        // The new one's first whole period is still to come.
        begun
    }
}

/// What is asked of a half-year as a whole, where the cadence does not ask for as much.
fn of_half_year(half: Period, cadence: Cadence, rules: &impl Fn(Date) -> Rules) -> Option<u32> {
    let least = rules(half.start).least_visits;
    if cadence == Cadence::HalfYear {
        return Some(least.max(1));
    }
    (least > cadence.times_a_half_year()).then_some(least)
}

impl Plan {
    /// Whether nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.asked.is_empty()
    }

    /// What is asked in the periods that hold the day.
    pub fn now(&self) -> impl Iterator<Item = Demand> {
        self.asked.iter().map(|asked| asked.now)
    }

    /// The first day that matters to how a household stands.
    #[must_use]
    pub fn since(&self) -> Option<Date> {
        let demands = self.asked.iter().flat_map(|asked| {
            let before = asked.before.as_ref().into_iter();
            before.chain([&asked.now])
        });
        demands.map(|demand| demand.period.start).min()
    }

    /// Whoever was asked before this day and did nothing since has missed a whole period and not
    /// made up for it: a county's figure, where a household's own days are not looked at.
    #[must_use]
    pub fn missed_since(&self) -> Option<Date> {
        let before = self.asked.iter().filter_map(|asked| asked.before);
        before.map(|demand| demand.period.start).max()
    }

    /// How a household stands: by the most pressing of what is asked, and of two as pressing by
    /// the one that ends first.
    #[must_use]
    pub fn task(&self, facts: &TaskFacts<'_>, today: Date) -> Task {
        let mut days = facts.days.to_vec();
        if self.once_a_day {
            days.sort_unstable();
            days.dedup();
        }
        let counted = TaskFacts {
            days: &days,
            ..*facts
        };
        let states = self.asked.iter().map(|asked| Task {
            state: asked.state(&counted, today),
            asked: Some(asked.now),
            done: asked.now.period.count(&days),
        });
        let pressing = states.min_by_key(|task| {
            let end = task.asked.map(|asked| asked.period.end);
            (task.state.urgency(), end)
        });
        let not_asked = |reason| Task {
            state: TaskState::Cancelled(reason),
            asked: None,
            done: 0,
        };
        match (facts.ended, pressing) {
            (Some(reason), _) => not_asked(reason),
            (None, Some(task)) => task,
            (None, None) => not_asked(Reason::NoCadence),
        }
    }
}

impl Asked {
    fn state(&self, facts: &TaskFacts<'_>, today: Date) -> TaskState {
        let period = self.now.period;
        let done = period.count(facts.days);
        if done >= self.now.times {
            return TaskState::Done;
        }
        if !period.is_owed(facts.since) {
            return TaskState::Cancelled(Reason::AssignedTooLate);
        }
        let missed = |before: Demand| before.closed(facts) == TaskState::Missed;
        if self.before.is_some_and(missed) {
            return TaskState::Overdue;
        }
        if facts.since <= today && self.now.is_time(done, today) {
            TaskState::Due
        } else {
            TaskState::Upcoming
        }
    }
}

impl Demand {
    /// How a period that is over stands.
    #[must_use]
    pub fn closed(&self, facts: &TaskFacts<'_>) -> TaskState {
        if self.period.count(facts.days) >= self.times {
            TaskState::Done
        } else if let Some(reason) = facts.ended {
            TaskState::Cancelled(reason)
        } else if self.period.is_owed(facts.since) {
            TaskState::Missed
        } else {
            TaskState::Cancelled(Reason::AssignedTooLate)
        }
    }

    /// Whether the next time has come: each has its share of the period, and is due in the last
    /// third of it.
    fn is_time(&self, done: u32, today: Date) -> bool {
        let passed = i64::from(days_between(self.period.start, today));
        let length = i64::from(self.period.length());
        passed * 3 * i64::from(self.times) >= length * (3 * i64::from(done) + 2)
    }
}
