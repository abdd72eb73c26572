//! What the console shows and sends. These types exist for the console alone; TypeScript
//! (`ui/src/console/api.ts`) and the OpenAPI document are both made from them.

mod aside;
mod assignments;
mod batches;
mod book;
mod bundles;
mod campaigns;
mod checklists;
mod entries;
mod fact_edit;
mod helping_units;
mod households;
mod imports;
mod jobs;
mod keys;
mod leave;
mod map;
mod overview;
mod people;
mod persons;
mod photos;
mod policies;
mod problems;
mod reports;
mod spots;
mod team_sync;
mod upkeep;
mod visits;
mod waiting;

pub use aside::*;
pub use assignments::*;
pub use batches::*;
pub use book::*;
pub use bundles::*;
pub use campaigns::*;
pub use checklists::*;
pub use entries::*;
pub use fact_edit::*;
pub use helping_units::*;
pub use households::*;
pub use imports::*;
pub use jobs::*;
pub use keys::*;
pub use leave::*;
pub use map::*;
pub use overview::*;
pub use people::*;
pub use persons::*;
pub use photos::*;
pub use policies::*;
pub use problems::*;
pub use reports::*;
pub use spots::*;
pub use team_sync::*;
pub use upkeep::*;
pub use visits::*;
pub use waiting::*;

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

#[derive(Deserialize, TS, ToSchema)]
pub struct SignInForm {
    pub login: String,
    pub password: String,
    /// Six digits of the authenticator.
    pub totp: String,
    /// His own, in the place of a one-time password.
    #[serde(default)]
    #[ts(optional)]
    pub new_password: Option<String>,
}

#[derive(Serialize, TS, ToSchema)]
pub struct ConsoleMe {
    pub person_id: String,
    pub name: String,
    pub unit: String,
    pub county: String,
    /// `captain`, `town_captain`, `county`, `administrator`.
    pub roles: Vec<String>,
}

/// A code with its label, Chinese and English.
#[derive(Clone, Serialize, TS, ToSchema)]
pub struct Labelled {
    pub code: String,
    pub zh: String,
    pub en: String,
}
