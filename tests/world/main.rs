//! A real server, several phones, bad signal.

mod automatic;
mod bundle;
mod disk;
mod facts;
mod keys;
mod kill;
mod kill_load;
mod layers;
mod replacement;
mod restart;
mod restore;
mod road;
mod signal;
mod sim;
mod sync_basics;
mod team;
mod time;
