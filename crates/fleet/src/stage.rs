//! A county ready to be played in: a real server with its roster, and people who can sign in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::id::PersonId;
use protocol::roster::{RosterReply, RosterRow};
use serde_json::json;

use crate::county::{COUNTY_CODE, COUNTY_NAME, County, Scale, Someone, generate};
use crate::desk::{self, Desk, SignIn};
use crate::phone::{self, Clock, Phone};

/// Roster lines in one request: some hundred kilobytes.
const LINES_AT_ONCE: usize = 500;

/// Why a county could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the county server did not start")]
    Server(#[from] server::StartError),
    #[error("the county refused")]
    County(#[from] server::Error),
    #[error(transparent)]
    Desk(#[from] desk::Error),
    #[error(transparent)]
    Phone(#[from] phone::Error),
    #[error("the answer has another shape")]
    Shape(#[from] serde_json::Error),
    #[error("{0} roster lines were refused")]
    Roster(usize),
    #[error("the preview did not start")]
    Preview(#[from] preview::Error),
    #[error("a file could not be written")]
    Folder(#[source] std::io::Error),
}

/// A running county.
pub struct Stage {
    pub server: server::Running,
    pub url: String,
    pub county: County,
    pub clock: Arc<Clock>,
    pub staff: SignIn,
    pub administrator: SignIn,
    pub town_captain: SignIn,
    dir: PathBuf,
}

impl server::Clock for Clock {
    fn now_ms(&self) -> i64 {
        self.ms()
    }
}

impl Stage {
    /// Starts a server in `dir/county`, on SQLite, and brings in a made-up county.
    pub async fn set(
        dir: &Path,
        seed: u64,
        scale: Scale,
        clock: Arc<Clock>,
        listen: SocketAddr,
    ) -> Result<Self, Error> {
        Self::set_on(server::Database::Sqlite, dir, seed, scale, clock, listen).await
    }

    /// The same, with its rows in this database.
    pub async fn set_on(
        database: server::Database,
        dir: &Path,
        seed: u64,
        scale: Scale,
        clock: Arc<Clock>,
        listen: SocketAddr,
    ) -> Result<Self, Error> {
        let county = generate(seed, scale);
        let server = server::start(server::Config {
            data_dir: dir.join("county"),
            listen,
            database,
            blobs: server::BlobPlace::Folder,
            county: server::CountySeed {
                name: COUNTY_NAME.to_owned(),
                code: COUNTY_CODE.to_owned(),
            },
            clock: clock.clone(),
        })
        .await?;
        let url = format!("http://{}", server.addr);

        let county_side = server.opened();
        server::bootstrap::demonstrate(&county_side).await?;
        let setup = server::bootstrap::create_admin(&county_side, "setup", "系统初始化").await?;
        let desk = Desk::sign_in(&url, &sign_in(setup), seconds(&clock)).await?;
        bring_in(&desk, &county.rows).await?;
        let issue = async |person: &Someone, login: &str| {
            // Never the same on two machines, and only good for this demonstration.
            server::bootstrap::set_sign_in(&county_side, person.id, login)
                .await
                .map(sign_in)
        };
        let staff = issue(&county.county_staff[0], "county").await?;
        let administrator = issue(&county.county_staff[2], "admin").await?;
        let town_captain = issue(&county.town_captains[0], "town1").await?;
        Ok(Self {
            server,
            url,
            county,
            clock,
            staff,
            administrator,
            town_captain,
            dir: dir.to_owned(),
        })
    }

    /// Signs a person in at the console.
    pub async fn desk(&self, who: &SignIn) -> Result<Desk, Error> {
        Ok(Desk::sign_in(&self.url, who, seconds(&self.clock)).await?)
    }

    /// A one-time code for somebody's phone.
    pub async fn enrolment(&self, person: PersonId) -> Result<String, Error> {
        let county = self.server.opened();
        Ok(server::bootstrap::issue_enrolment(&county, person)
            .await?
            .code)
    }

    /// A new phone in somebody's hands, enrolled over `road` (the server's address or a proxy's).
    pub async fn phone(&self, name: &str, person: PersonId, road: &str) -> Result<Phone, Error> {
        let dir = self.dir.join("phones").join(name);
        let phone = Phone::open(&dir, self.clock.clone())?;
        phone.enrol(road, &self.enrolment(person).await?).await?;
        Ok(phone)
    }
}

async fn bring_in(desk: &Desk, rows: &[RosterRow]) -> Result<(), Error> {
    for lines in rows.chunks(LINES_AT_ONCE) {
        let mut text = String::new();
        for row in lines {
            text.push_str(&serde_json::to_string(row)?);
            text.push('\n');
        }
        let reply = desk.post_lines("roster", text).await?;
        let reply: RosterReply = serde_json::from_value(reply)?;
        if !reply.refused.is_empty() {
            return Err(Error::Roster(reply.refused.len()));
        }
    }
    Ok(())
}

fn sign_in(credentials: server::bootstrap::SignIn) -> SignIn {
    SignIn {
        login: credentials.login,
        password: credentials.password,
        totp_secret: credentials.totp_secret.unwrap_or_default(),
    }
}

fn seconds(clock: &Clock) -> u64 {
    u64::try_from(clock.ms() / 1000).unwrap_or(0)
}

/// Decides every clean visit of a batch, and tells how many the county has now accepted.
pub async fn accept_clean(desk: &Desk, batch_id: &str) -> Result<u64, Error> {
    let page = desk
        .post(&format!("batches/{batch_id}/accept-clean"), &json!({}))
        .await?;
    Ok(page["batch"]["accepted"].as_u64().unwrap_or(0))
}
