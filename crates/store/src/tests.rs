//! What must hold of the store whatever happens to the phone.

mod again;
mod aside;
mod entries;
mod facts;
mod killed;
mod opening;
mod outbox;
mod photos;
mod problems;
mod problems_refused;
mod pulling;
mod standing;
mod tags;
mod upgrade;
mod work;
