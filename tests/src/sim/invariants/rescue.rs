//! Work that travelled as a sealed file.

use std::collections::BTreeSet;

use super::{Broken, county_rows};
use crate::sim::world::World;

/// What a phone says it delivered for others is in the county, part by part and each part once;
/// and nothing that could be delivered waits for ever.
pub fn bundles_arrived(world: &World) -> Option<Broken> {
    let broken = |why: String| Some(Broken::new("bundles_arrived", why));
    let parts = county_rows(
        world,
        "select bundle_id, number from bundle_part",
        ["bundle_id", "number"],
    );
    let mut here: BTreeSet<[String; 2]> = BTreeSet::new();
    for part in parts {
        if !here.insert(part.clone()) {
            return broken(format!("part {} of {} twice", part[1], part[0]));
        }
    }
    for phone in &world.phones {
        let name = &phone.name;
        let carried = phone.rows(
            "select bundle_id, cast(parts as text), (delivered_ms is not null) || '',
                 (complete = 1 and proved + refused < parts) || '', coalesce(file, '')
             from carried_bundle",
        );
        for row in carried {
            let [bundle, parts, delivered, waits, file] = <[String; 5]>::try_from(row).unwrap();
            let count: u32 = parts.parse().unwrap();
            let lacking =
                (1..=count).find(|number| !here.contains(&[bundle.clone(), number.to_string()]));
            if delivered == "1" {
                if let Some(number) = lacking {
                    return broken(format!("{name}: part {number} of {bundle} is not there"));
                }
                continue;
            }
            if waits == "1" && !phone.revoked {
                return broken(format!("{name} carries {bundle} for ever"));
            }
            if !phone.dir.join("carried").join(&file).is_file() {
                return broken(format!("{name} let go of {bundle} undelivered"));
            }
        }
    }
    None
}
