//! A phone becomes a device of the county.

use domain::Timestamp;
use protocol::enrol::{CountyV1, EnrolRequest};
use protocol::keyring::CountyKeys;
use store::{Store, identity, journal, sync_state, versions};

use crate::{DeviceKey, Failure, Server};

/// What the person typed or scanned, and what this phone says of itself.
pub struct Enrolment<'a> {
    pub server_url: &'a str,
    pub code: &'a str,
    pub device_name: &'a str,
    pub app_version: &'a str,
}

/// Trades a one-time code for a place in the county, and saves it. The key is made and kept
/// before: a lost reply is then cured by enrolling again with it.
pub async fn enrol<S: Server>(
    server: &S,
    store: &Store,
    key: &DeviceKey,
    enrolment: &Enrolment<'_>,
    now: &(dyn Fn() -> Timestamp + Send + Sync),
) -> Result<CountyV1, Failure> {
    let (device, county) =
        store.read(|conn| Ok((identity::device(conn)?, identity::county(conn)?)))?;
    let request = EnrolRequest {
        code: enrolment.code.to_owned(),
        device_key: key.public(),
        device_name: enrolment.device_name.to_owned(),
        app_version: enrolment.app_version.to_owned(),
        person_id: device.map(|device| device.person_id),
        county_id: county.map(|county| county.id),
    };
    let reply = server.enrol(&request).await?;
    if CountyKeys::of(&reply.county).is_empty() {
        // Without a key no receipt could ever be checked, so nothing could ever be delivered.
        return Err(Failure::BadReply {
            what: "county keys",
        });
    }
    let now_ms = now().as_ms();
    store.write(|tx| {
        identity::save_enrolment(tx, enrolment.server_url, &reply)?;
        versions::heard(tx, &reply.token)?;
        sync_state::set_server_offset(tx, reply.token.server_ms.saturating_sub(now_ms))?;
        journal::write(
            tx,
            &journal::Entry::new(now_ms, "enrolled").about(reply.device_id),
        )
    })?;
    Ok(reply.county)
}
