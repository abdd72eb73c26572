//! Moves changes between one phone and the county server. Knows no SQL, no screens and no words.
//!
//! A round is [`push`], then [`pull`], then [`photos`]. Any step may die at any line; running the
//! round again is always safe. Start with [`round`]; [`enrol`] makes a phone a device first;
//! [`fetch_photo`] brings one picture down when somebody looks at it.

mod bundles;
mod control;
mod enrol;
mod failure;
mod fetch;
mod files;
mod http;
mod key;
mod pace;
mod photos;
mod pull;
mod push;
mod recover;
mod report;
mod round;
mod server;
mod session;
mod settled;
mod team;

pub use bundles::{Delivered, deliver_bundles};
pub use control::{Control, Point, Progress, Step};
pub use enrol::{Enrolment, enrol};
pub use failure::Failure;
pub use fetch::fetch_photo;
pub use files::{Files, Folder};
pub use http::{Body, HttpServer, Incoming, Outgoing, Reqwest, Transport};
pub use key::DeviceKey;
pub use pace::Pace;
pub use round::{Boot, Parties, Summary, round};
pub use server::{PhotoAt, PhotoName, Server, Traffic};
pub use team::ask_team;

#[cfg(test)]
mod tests;
