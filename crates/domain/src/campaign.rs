//! Which households a campaign concerns, and which visits fulfil it (DOMAIN §3 campaign, §6).

use serde::{Deserialize, Serialize};

/// Which households a campaign concerns: all conditions together. Empty lists ask for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Codes of towns (9 digits) or villages (12); empty: the whole county.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// `monitored` (in force, not eliminated), `exited`, `general`; empty: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
}

/// What a scope asks about a household.
#[derive(Clone, Copy, Debug)]
pub struct Home<'a> {
    /// Its village (12 digits).
    pub area_code: &'a str,
    /// What it is today.
    pub group: Group,
    /// It is no more: merged into another, or extinct. Nothing concerns it any longer.
    pub ended: bool,
}

/// What a household is to those who plan visits. Each household is one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Monitored, its risk not eliminated.
    Monitored,
    /// Out of poverty, and not monitored or no longer.
    Exited,
    /// Any other.
    General,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 3] = [Self::Monitored, Self::Exited, Self::General];

    /// Reads the group off what the roster says of a household.
    #[must_use]
    pub fn of(base_type: &str, monitor_category: Option<&str>, risk_eliminated: bool) -> Self {
        if monitor_category.is_some() && !risk_eliminated {
            Self::Monitored
        } else if base_type == "exited" {
            Self::Exited
        } else {
            Self::General
        }
    }

    /// Its code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monitored => "monitored",
            Self::Exited => "exited",
            Self::General => "general",
        }
    }
}

impl Scope {
    /// Whether the campaign is about this household.
    #[must_use]
    pub fn concerns(&self, home: &Home<'_>) -> bool {
        let within = |area: &String| !area.is_empty() && home.area_code.starts_with(area.as_str());
        !home.ended
            && (self.areas.is_empty() || self.areas.iter().any(within))
            && (self.groups.is_empty() || self.groups.iter().any(|it| it == home.group.as_str()))
    }
}

/// Whether a visit with this profile is one the campaign asks for: a full visit looks at
/// everything, any other at what its own profile holds.
#[must_use]
pub fn fulfils(asked_profile: &str, visit_profile: &str) -> bool {
    visit_profile == "full" || visit_profile == asked_profile
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(area_code: &str, group: Group) -> Home<'_> {
        Home {
            area_code,
            group,
            ended: false,
        }
    }

    fn scope(areas: &[&str], groups: &[&str]) -> Scope {
        let owned = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect();
        Scope {
            areas: owned(areas),
            groups: owned(groups),
        }
    }

    #[test]
    fn a_household_is_in_one_group() {
        let table = [
            (("general", None, false), Group::General),
            (("exited", None, false), Group::Exited),
            (("exited", Some("unstable"), false), Group::Monitored),
            (("exited", Some("unstable"), true), Group::Exited),
            (("general", Some("marginal"), true), Group::General),
            (("", None, false), Group::General),
        ];
        for ((base, category, eliminated), expected) in table {
            assert_eq!(Group::of(base, category, eliminated), expected);
        }
    }

    #[test]
    fn a_scope_asks_for_all_it_names_and_for_nothing_else() {
        let here = home("620502100201", Group::Monitored);
        let table = [
            (scope(&[], &[]), true),
            (scope(&["620502100"], &[]), true),
            (scope(&["620502101", "620502100201"], &[]), true),
            (scope(&["620502101"], &[]), false),
            (scope(&[""], &[]), false),
            (scope(&[], &["exited", "monitored"]), true),
            (scope(&["620502100"], &["general"]), false),
            // A group that a newer county knows is none of ours.
            (scope(&[], &["elderly"]), false),
        ];
        for (scope, expected) in table {
            assert_eq!(scope.concerns(&here), expected, "{scope:?}");
        }
        let gone = Home {
            ended: true,
            ..here
        };
        assert!(!scope(&[], &[]).concerns(&gone));
    }

    #[test]
    fn a_full_visit_fulfils_whatever_was_asked() {
        assert!(fulfils("routine", "full") && fulfils("four_ones", "full"));
        assert!(fulfils("four_ones", "four_ones") && fulfils("full", "full"));
        assert!(!fulfils("full", "routine") && !fulfils("four_ones", "routine"));
    }
}
