//! What the world tests share: a county in a temporary folder, phones with people's names, and a
//! road between them that can be as bad as it likes.

pub mod database;
pub mod proxy;
pub mod sim;

use std::net::SocketAddr;
use std::sync::Arc;

use app::views::household::HouseholdList;
use app::views::me::{Me, SyncSummary};
use app::views::visit::VisitForm;
use fastrand::Rng;
use fleet::county::Scale;
use fleet::phone::{Clock, Error, Phone};
use fleet::stage::Stage;
use fleet::visitor::{self, Finding, Manner};
use serde_json::{Value, json};
use tempfile::TempDir;

pub use proxy::Road;

/// A small county with a road to it. Its folder goes when it goes.
pub struct County {
    pub stage: Stage,
    pub road: Road,
    pub dir: TempDir,
    pub database: server::Database,
}

/// 2026-11-20 09:00 in China: every test begins here.
pub const MORNING_MS: i64 = 1_795_136_400_000;

impl County {
    pub async fn new() -> Self {
        Self::in_folder(tempfile::tempdir().unwrap()).await
    }

    /// The same, on the disk that `place` is on.
    pub async fn new_in(place: &std::path::Path) -> Self {
        Self::in_folder(tempfile::tempdir_in(place).unwrap()).await
    }

    async fn in_folder(dir: TempDir) -> Self {
        let clock = Clock::at(MORNING_MS);
        let anywhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let database = database::fresh().await;
        let stage = Stage::set_on(
            database.clone(),
            dir.path(),
            7,
            Scale::SMALL,
            clock,
            anywhere,
        )
        .await
        .unwrap();
        let road = Road::to(stage.server.addr).await;
        Self {
            stage,
            road,
            dir,
            database,
        }
    }

    pub fn clock(&self) -> Arc<Clock> {
        self.stage.clock.clone()
    }

    /// The first team's cadre, with his households on the phone.
    pub async fn ana(&self) -> Phone {
        self.pulled("ana", self.stage.county.cadres[0].id).await
    }

    /// The other cadre of the same team.
    pub async fn bo(&self) -> Phone {
        self.pulled("bo", self.stage.county.cadres[1].id).await
    }

    /// The captain of the same team.
    pub async fn chen(&self) -> Phone {
        self.pulled("chen", self.stage.county.captains[0].id).await
    }

    async fn pulled(&self, name: &str, person: domain::PersonId) -> Phone {
        let phone = self
            .stage
            .phone(name, person, &self.road.url())
            .await
            .unwrap();
        sync(&phone).await.unwrap();
        phone
    }

    /// What the county's console shows of its visits.
    pub async fn visits(&self) -> Vec<Value> {
        self.clock().advance(31_000);
        let desk = self.stage.desk(&self.stage.staff).await.unwrap();
        let list = desk.get("visits").await.unwrap();
        list["visits"].as_array().unwrap().clone()
    }
}

/// Runs a round.
pub async fn sync(phone: &Phone) -> Result<SyncSummary, Error> {
    phone.call("sync_now", json!({})).await
}

/// The n-th household on the phone; counting goes round.
pub async fn household(phone: &Phone, at: usize) -> String {
    let query = json!({ "text": "", "filter": "all", "skip": 0 });
    let list: HouseholdList = phone.call("list_households", query).await.unwrap();
    list.households[at % list.households.len()]
        .household_id
        .clone()
}

pub async fn me(phone: &Phone) -> Me {
    phone.call("me", json!({})).await.unwrap()
}

/// Records and seals a visit without trouble at the n-th household.
pub async fn visit(phone: &Phone, at: usize) -> VisitForm {
    visit_with(phone, at, 640).await
}

/// The same, with a camera of so many pixels across.
pub async fn visit_with(phone: &Phone, at: usize, camera_px: u32) -> VisitForm {
    let household = household(phone, at).await;
    let manner = Manner {
        profile: "routine",
        finding: Finding::Nothing,
        camera_px,
        minutes: 20,
        scene: None,
    };
    let mut rng = Rng::with_seed(at as u64);
    visitor::visit(phone, &household, manner, &mut rng)
        .await
        .unwrap()
}
