//! A county in one thread: several phones, one server, and a world that wishes them ill.
//!
//! Our real code runs on both sides: the `app` commands, the encrypted store, the whole round, the
//! server's router and database. What is simulated lies around them: the network (`line`,
//! `weather`), time, the moment a process dies (`fuse`), and what people do next (`people`).
//! Everything is drawn from one seed, so that a run that fails can be looked at again and again.
//! Start with [`world::run`]; then `invariants`, what must hold once the world has calmed down.

pub mod aim;
pub mod compare;
pub mod county;
pub mod entries;
pub mod facts;
pub mod fuse;
pub mod handset;
pub mod impostor;
pub mod invariants;
pub mod ledger;
pub mod line;
pub mod mischief;
pub mod people;
pub mod problems;
pub mod rescue;
pub mod template;
pub mod trace;
pub mod traffic;
pub mod weather;
pub mod world;

pub use invariants::Broken;
pub use template::make;
pub use world::{Report, run};
