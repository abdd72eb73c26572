//! One photo taken on another phone, brought down for a person who wants to see it.

use crate::control::Meter;
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server};

/// The bytes named by `sha256`, and no others. Not a step of a round: somebody is looking.
pub async fn fetch_photo<S: Server>(
    parties: &Parties<'_, S>,
    sha256: &str,
) -> Result<Vec<u8>, Failure> {
    let mut meter = Meter::new(parties.control);
    let mut session = Session::open(parties)?;
    meter.check()?;
    let bytes = ask!(session, parties, &mut meter, |token| parties
        .server
        .photo_fetch(&token, sha256))?;
    // A line that spoils bytes and a server that mixes photos up look the same from here.
    if protocol::digest(&bytes) == sha256 {
        Ok(bytes)
    } else {
        Err(Failure::BadReply {
            what: "photo digest",
        })
    }
}
