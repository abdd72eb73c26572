//! A real server, several phones, bad signal.

mod layers;
