//! What households can be told apart by beside their names. A tag is `group.code`: `risk.illness`,
//! `welfare.dibao`, `monitor.sudden`, `member.child`.

use protocol::row::{HouseholdV1, MemberV1};

/// Somebody in the household is under age; a question of the day, so no row holds it.
pub const CHILD: &str = "member.child";
/// Somebody in the household is sixty or older.
pub const ELDER: &str = "member.elder";
/// Somebody works away from home for a part of the year.
pub const AWAY: &str = "member.away";

/// Whether a tag tells of somebody's health: for the household's own helper only (DOMAIN §3.1).
pub fn tells_health(tag: &str) -> bool {
    match tag.split_once('.') {
        Some(("health", _)) => true,
        Some(("risk", risk)) => domain::mask::is_health_risk(risk),
        _ => false,
    }
}

pub(crate) fn of_household(household: &HouseholdV1) -> String {
    let mut tags = vec![format!("base.{}", household.base_type)];
    tags.extend(
        household
            .monitor_category
            .iter()
            .map(|code| format!("monitor.{code}")),
    );
    tags.extend(
        household
            .risk_types
            .iter()
            .map(|code| format!("risk.{code}")),
    );
    let welfare = household.welfare_tags.iter().filter(|code| *code != "none");
    tags.extend(welfare.map(|code| format!("welfare.{code}")));
    tags.extend(household.relocated.then(|| "home.relocated".to_owned()));
    tags.extend(household.no_labor.then(|| "home.no_labor".to_owned()));
    joined(&tags)
}

pub(crate) fn of_member(member: &MemberV1) -> String {
    let ill = member.health.iter().filter(|code| *code != "healthy");
    let mut tags: Vec<String> = ill.map(|code| format!("health.{code}")).collect();
    tags.extend((member.work_months > 0).then(|| AWAY.to_owned()));
    joined(&tags)
}

fn joined(tags: &[String]) -> String {
    if tags.is_empty() {
        return String::new();
    }
    format!("|{}|", tags.join("|"))
}

/// The tags in a column, one after the other.
pub(crate) fn split(column: &str) -> impl Iterator<Item = &str> {
    column.split('|').filter(|tag| !tag.is_empty())
}
