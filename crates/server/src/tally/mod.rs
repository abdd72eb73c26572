//! Counters by village of what a county looks at first, so that looking never walks all visits.
//!
//! Every row that is counted says beside it as what (`tallied`): [`homes`] and [`visit`] work out
//! what it should be counted as now and move the difference, so they may be called at any time and
//! as often as one likes. [`received`] is the same for visits that come together, in few
//! statements. [`catch_up`] counts everything anew when the way of counting has changed.
//!
//! Nothing in a counter depends on what day it is. Overdue follows from the month of a household's
//! last visit and the cadence in force when somebody looks (`console::area_figures`).

mod campaign;
mod counter;
mod fill;
mod home;
mod visits;

pub(crate) use campaign::written_down;
pub(crate) use fill::catch_up;
pub(crate) use home::{homes, leave};
pub(crate) use visits::{Received, received, tallied_new, visit};

/// States from the captain's approval on.
pub(crate) const APPROVED: [&str; 3] = ["captain_approved", "batched", "county_accepted"];

/// What stands where there is nothing: keys of counters are never null.
const NONE: &str = "-";
