//! A real server, several phones, bad signal.

mod kill;
mod layers;
mod restart;
mod road;
mod signal;
mod sync_basics;
