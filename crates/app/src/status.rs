//! What the app must know before it can show anything.

use store::{Connection, identity, roll, versions};

use crate::cards::{self, count};
use crate::desk;
use crate::error::{CallError, ErrorCode};
use crate::keys::{self, Kept};
use crate::review;
use crate::views::Nothing;
use crate::views::status::{Owner, Phase, Room, Status};
use crate::{App, settings};

impl App {
    pub(crate) async fn status(&self, _: Nothing) -> Result<Status, CallError> {
        let config = &self.inner.config;
        let mut status = Status {
            phase: Phase::Locked,
            settings: settings::load(&config.data_dir),
            person: None,
            manual_location: config.platform.manual_location(),
            has_pin: matches!(keys::kept(&*config.platform)?, Kept::Wrapped),
            app_version: config.platform.app_version(),
            update_wanted: false,
            returned: 0,
            unsent: 0,
            to_review: 0,
            room: Room::Enough,
            reached: self.inner.rounds.reached(),
        };
        let counted = self.look(|desk| {
            desk.read(|conn| {
                let Some(device) = identity::device(conn)? else {
                    return Ok(None);
                };
                let mine = cards::mine(conn, device.person_id)?;
                let person = owner_card(conn)?;
                let to_review = match &person {
                    Some(person) if person.captain => {
                        count(review::waiting(conn, device.person_id)?.len())
                    }
                    _ => 0,
                };
                Ok(Some((
                    versions::get(conn)?.update_wanted,
                    desk.room(),
                    person,
                    count(mine.returned.len()),
                    count(mine.unsent.len()),
                    to_review,
                )))
            })
        });
        match counted.await {
            Err(CallError {
                code: ErrorCode::Locked,
                ..
            }) => {}
            Err(error) => return Err(error),
            Ok(None) => status.phase = Phase::New,
            Ok(Some((update_wanted, room, person, returned, unsent, to_review))) => {
                status.update_wanted = update_wanted;
                status.room = room;
                status.phase = Phase::Ready;
                status.person = person;
                status.returned = returned;
                status.unsent = unsent;
                status.to_review = to_review;
            }
        }
        Ok(status)
    }
}

/// The owner as the screens show them; absent until the first pull.
fn owner_card(conn: &Connection) -> Result<Option<Owner>, CallError> {
    let Some(owner) = desk::owner(conn)? else {
        return Ok(None);
    };
    let captain = desk::is_captain(&owner);
    let team = roll::teams(conn)?
        .into_iter()
        .find(|team| {
            team.captain_id == owner.id || team.members.iter().any(|member| member.id == owner.id)
        })
        .map(|team| team.village);
    Ok(Some(Owner {
        person_id: owner.id.to_string(),
        name: owner.name,
        unit: owner.unit,
        county: identity::county(conn)?.map_or_else(String::new, |county| county.name),
        team,
        captain,
    }))
}
