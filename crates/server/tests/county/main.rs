//! The server as phones and browsers meet it: over HTTP, on a database of its own.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

mod aside;
mod blobs;
mod bucket;
mod bundles;
mod bytes;
mod campaigns;
mod campaigns_plan;
mod console;
mod dated;
mod devices;
mod entries_cases;
mod entries_desk;
mod entries_effects;
mod entries_homes;
mod entries_phone;
mod entries_refused;
mod entries_scope;
mod entries_waiting;
mod facts;
mod facts_roster;
mod household_book;
mod keys;
mod order;
mod overlay;
mod packed;
mod photos;
mod policies;
mod problem_mends;
mod problems;
mod problems_phone;
mod problems_village;
mod push;
mod reuse;
mod reuse_again;
mod scope;
mod search;
mod sight;
mod stick;
mod support;
mod together;
mod upgrade;
mod wire;
mod writers;
mod wrong;
