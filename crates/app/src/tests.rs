//! The app over a real store and a machine that obeys us. No network: rounds are tested where
//! there is a server.

mod burden;
mod camera;
mod captain;
mod county;
mod english;
mod entries;
mod households;
mod overlays;
mod phone;
mod photos;
mod pin;
mod policies;
mod problem_mends;
mod problem_rules;
mod problems;
mod retention;
mod review;
mod tasks;
mod visits;
