//! The server as phones and browsers meet it: over HTTP, on a database of its own.

#![allow(clippy::unwrap_used, clippy::expect_used)] // a test that cannot go on has failed

mod aside;
mod blobs;
mod bucket;
mod bundles;
mod bytes;
mod console;
mod devices;
mod facts;
mod facts_roster;
mod household_book;
mod keys;
mod order;
mod packed;
mod photos;
mod policies;
mod problems;
mod problems_phone;
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
