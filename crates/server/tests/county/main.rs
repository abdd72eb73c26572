//! The server as phones and browsers meet it: over HTTP, on a database of its own.

mod console;
mod order;
mod photos;
mod push;
mod scope;
mod support;
mod wrong;
