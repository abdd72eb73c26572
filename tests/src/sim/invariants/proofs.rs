//! What proves that something is delivered: receipts over changes, receipts over photos.

use std::collections::BTreeMap;

use protocol::keyring::CountyKeys;
use protocol::receipt::{Disposition, PhotoReceiptV1, ReceiptV1};

use super::{Broken, county_rows};
use crate::sim::world::World;

/// Every receipt on every phone is the county's, stands for the bytes beside it, and the county
/// has the change where the receipt says.
pub fn receipts_verify(world: &World) -> Option<Broken> {
    let broken = |why: String| Some(Broken::new("receipts_verify", why));
    let columns = ["change_id", "digest", "disposition"];
    let held: BTreeMap<String, [String; 3]> = county_rows(
        world,
        "select change_id, digest, disposition from change",
        columns,
    )
    .into_iter()
    .map(|row| (row[0].clone(), row))
    .collect();
    for phone in &world.phones {
        let name = &phone.name;
        let county = phone.read(store::identity::county).flatten()?;
        let keys = CountyKeys::of(&county);
        let rows = phone.rows(
            "select change_id, edit, body from receipt
             union all select change_id, edit, receipt from outbox where receipt is not null",
        );
        for row in rows {
            let [change, edit, body] = <[String; 3]>::try_from(row).unwrap();
            let Ok(receipt) = serde_json::from_str::<ReceiptV1>(&body) else {
                return broken(format!("{name} {change}: no receipt"));
            };
            let id = change.parse().unwrap();
            if keys.check(&receipt, id, edit.as_bytes()).is_err() {
                return broken(format!("{name} {change}: the receipt proves nothing"));
            }
            match held.get(&change) {
                None => {
                    return broken(format!("{name} {change} has a receipt, the county nothing"));
                }
                Some(row) if row[1] != receipt.digest => {
                    return broken(format!("{name} {change}: the county has other bytes"));
                }
                Some(row) if receipt.disposition == Disposition::Applied && row[2] != "applied" => {
                    return broken(format!("{name} {change} is {} in the county", row[2]));
                }
                Some(_) => {}
            }
        }
    }
    None
}

/// A photo said to be verified is in the county, to the byte.
pub fn photos_whole(world: &World) -> Option<Broken> {
    let broken = |why: String| Some(Broken::new("photos_whole", why));
    let folder = world.house.photo_folder().join("photos");
    let is_whole = |sha256: &str| {
        let place = folder.join(&sha256[..2]).join(sha256);
        std::fs::read(place).is_ok_and(|bytes| protocol::digest(&bytes) == sha256)
    };
    for [sha256] in county_rows(world, "select sha256 from photo", ["sha256"]) {
        if !is_whole(&sha256) {
            return broken(format!("the county lost {sha256}"));
        }
    }
    for phone in &world.phones {
        let county = phone.read(store::identity::county).flatten()?;
        let keys = CountyKeys::of(&county);
        let verified = "select sha256, receipt from photo where verified_ms is not null";
        for row in phone.rows(verified) {
            let [sha256, receipt] = <[String; 2]>::try_from(row).unwrap();
            let proves = serde_json::from_str::<PhotoReceiptV1>(&receipt)
                .is_ok_and(|receipt| keys.check_photo(&receipt, &sha256).is_ok());
            if !proves {
                return broken(format!("{} {sha256}: no proof", phone.name));
            }
            if !is_whole(&sha256) {
                return broken(format!("{} {sha256} is not in the county", phone.name));
            }
        }
    }
    None
}
