//! The first screen: what this day asks for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::VisitCard;
use super::entries::EntryCard;
use super::household::HouseholdCard;
use super::problems::LedgerCard;
use super::tasks::CampaignCard;

#[derive(Serialize, Deserialize, TS)]
pub struct Today {
    /// `YYYY-MM-DD` in Asia/Shanghai.
    pub date: String,
    /// `2026-H2`.
    pub period: String,
    pub households: u32,
    /// Those of them that are to be visited by their cadence.
    pub owed: u32,
    /// Of those, the ones with a counting visit this half-year.
    pub visited: u32,
    /// Running campaigns that concern households of this phone, the one that ends first first;
    /// one that ended stays for a few days while households are left.
    pub campaigns: Vec<CampaignCard>,
    pub drafts: Vec<VisitCard>,
    pub returned: Vec<VisitCard>,
    pub unsent: Vec<VisitCard>,
    /// Due or overdue, most pressing first; at most 20.
    pub due: Vec<HouseholdCard>,
    pub due_total: u32,
    /// Households a good deed is due for (DOMAIN S0 至少帮办1件好事实事).
    pub deeds_due: u32,
    pub to_review: u32,
    /// Households with a fact two people say differently.
    pub contested: u32,
    /// Problems this person has to act on, most pressing first; at most three.
    pub problems: Vec<LedgerCard>,
    pub problems_total: u32,
    /// Entries of the ledgers that wait for this person, most pressing first; at most three.
    pub entries: Vec<EntryCard>,
    pub entries_total: u32,
}
