//! How the captain's teams stand, asked when he looks and kept for when there is no line. Not a
//! step of a round.

use store::team_news;

use crate::control::Meter;
use crate::session::{Session, ask};
use crate::{Failure, Parties, Server};

pub async fn ask_team<S: Server>(parties: &Parties<'_, S>) -> Result<(), Failure> {
    let mut meter = Meter::new(parties.control);
    let mut session = Session::open(parties)?;
    meter.check()?;
    let answer = ask!(session, parties, &mut meter, |token| parties
        .server
        .team(&token));
    let reply = match answer {
        // He leads no team any more.
        Err(Failure::Refused {
            status: 403, code, ..
        }) if code == "not_allowed" => {
            return Ok(parties.store.write(team_news::clear)?);
        }
        other => other?,
    };
    Ok(parties.store.write(|tx| team_news::keep(tx, &reply))?)
}
