//! What is kept of a bundle itself: whose it was, who brought it, which parts are here.

use protocol::bundle::{PartCountsV1, PartHeadV1};

use super::Via;
use crate::app::App;
use crate::change::Device;
use crate::county::audit;
use crate::error::Error;

/// Notes a part of which the county holds everything. The first time counts.
pub(super) async fn part(
    app: &App,
    via: Via,
    device: Device,
    head: &PartHeadV1,
    counts: PartCountsV1,
) -> Result<(), Error> {
    let (county, now, head) = (app.county.id, app.now(), head.clone());
    let (via_device, via_person) = match via {
        Via::Phone(device) => (Some(device), None),
        Via::Console(person) => (None, Some(person)),
    };
    app.db
        .write(move |tx| {
            let bundle = head.bundle_id.to_string();
            let known = tx.execute(
                "update bundle set last_ms = $3 where county_id = $1 and bundle_id = $2",
                &[county.into(), (&bundle).into(), now.into()],
            )?;
            if known == 0 {
                tx.execute(
                    "insert into bundle (county_id, bundle_id, device_id, person_id, made_ms,
                         first_ms, last_ms, via_device, via_person)
                     values ($1, $2, $3, $4, $5, $6, $6, $7, $8)",
                    &[
                        county.into(),
                        (&bundle).into(),
                        device.id.into(),
                        device.person.into(),
                        head.made_ms.into(),
                        now.into(),
                        via_device.into(),
                        via_person.into(),
                    ],
                )?;
                audit(tx, county, now, via_person, "bundle_received", &bundle)?;
            }
            if head.last {
                tx.execute(
                    "update bundle set last_part = $3 where county_id = $1 and bundle_id = $2",
                    &[
                        county.into(),
                        (&bundle).into(),
                        i64::from(head.number).into(),
                    ],
                )?;
            }
            let PartCountsV1 {
                new,
                known,
                aside,
                photos_new,
                photos_known,
            } = counts;
            tx.execute(
                "insert into bundle_part (county_id, bundle_id, number, sha256, received_ms,
                     changes_new, changes_known, changes_aside, photos_new, photos_known)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing",
                &[
                    county.into(),
                    (&bundle).into(),
                    i64::from(head.number).into(),
                    (&head.sha256).into(),
                    now.into(),
                    i64::from(new).into(),
                    i64::from(known).into(),
                    i64::from(aside).into(),
                    i64::from(photos_new).into(),
                    i64::from(photos_known).into(),
                ],
            )?;
            Ok::<_, Error>(())
        })
        .await
}
