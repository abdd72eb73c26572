use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::{CountyId, DeviceId, PhotoId};
use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;
use protocol::bundle::{BundleKeyV1, EntryKind, PART_BYTES, PART_MAGIC};
use protocol::push::ChangeV1;
use uuid::Uuid;

use crate::{Found, Identity, Origin, Part, PhotoPiece, Scanner, Sealer, Unopened};

fn phone() -> SigningKey {
    SigningKey::from_bytes(&[3; 32])
}

fn key_of(identity: &Identity) -> BundleKeyV1 {
    BundleKeyV1 {
        key_id: identity.key_id(),
        recipient: identity.recipient(),
        signed_by: String::new(),
        signature: String::new(),
    }
}

/// Spaces and order that no JSON writer would choose: they must come out as they went in.
fn change(number: u32) -> ChangeV1 {
    let edit = format!(r#"{{ "note" : "王家湾 {number}",  "kind":"save_visit_v1" }}"#);
    let id = Uuid::from_u128(u128::from(number));
    let json = format!(
        r#"{{"change_id":"{id}","device_sequence":{number},"record":{{"kind":"visit","id":"v"}},
            "made_at":{{"wall_ms":1,"monotonic_ms":2,"boot_id":"b"}},"edit":{edit}}}"#
    );
    serde_json::from_str(&json).unwrap()
}

/// `changes` changes and a photo of `photo` bytes.
fn sealed(identity: &Identity, changes: u32, photo: usize) -> Vec<u8> {
    let one = Uuid::from_u128(1);
    let origin = Origin {
        bundle_id: one,
        county_id: CountyId::from_uuid(one),
        device_id: DeviceId::from_uuid(one),
        made_ms: 5,
    };
    let sign = |bytes: &[u8]| STANDARD.encode(phone().sign(bytes).to_bytes());
    let key = key_of(identity);
    let mut sealer = Sealer::begin(Vec::new(), origin, &key, (changes, 1), &sign).unwrap();
    for number in 1..=changes {
        sealer.change(&change(number)).unwrap();
    }
    let bytes: Vec<u8> = (0..photo).map(|at| (at % 251) as u8).collect();
    let sha256 = protocol::digest(&bytes);
    for (at, piece) in bytes.chunks(64 * 1024).enumerate() {
        let place = PhotoPiece {
            photo_id: PhotoId::from_uuid(one),
            sha256: &sha256,
            photo_bytes: photo as u64,
            offset: (at * 64 * 1024) as u64,
        };
        sealer.photo(&place, piece).unwrap();
    }
    let (file, made) = sealer.finish().unwrap();
    assert_eq!(made.bytes, file.len() as u64);
    file
}

/// Everything found when the file comes in pieces of this size.
fn scan(file: &[u8], step: usize) -> Vec<Found> {
    let mut scanner = Scanner::default();
    let mut found = Vec::new();
    for piece in file.chunks(step) {
        scanner.push(piece);
        found.extend(std::iter::from_fn(|| scanner.find()));
    }
    scanner.end();
    found.extend(std::iter::from_fn(|| scanner.find()));
    found
}

fn parts(found: &[Found]) -> Vec<&Part> {
    found
        .iter()
        .filter_map(|one| match one {
            Found::Part(part) => Some(part),
            _ => None,
        })
        .collect()
}

fn is_damaged(found: &[Found]) -> bool {
    found.contains(&Found::Damage)
}

#[test]
fn what_goes_in_comes_out_to_the_byte() {
    let county = Identity::generate();
    let file = sealed(&county, 2000, 300_000);
    for step in [1 << 20, 4099] {
        let found = scan(&file, step);
        assert!(matches!(found[0], Found::Header(_)));
        assert!(!is_damaged(&found));
        let parts = parts(&found);
        assert!(parts.len() > 3 && parts.last().unwrap().head.last);
        let mut numbers = Vec::new();
        let (mut photo, mut at) = (Vec::new(), 0);
        for part in &parts {
            assert_eq!(part.head.verify(&phone().verifying_key()), Ok(()));
            assert!(part.sealed.len() < PART_BYTES + 32 * 1024);
            at = part.end;
            for entry in county.open(&part.sealed).unwrap() {
                match entry.what {
                    EntryKind::Change => {
                        let back: ChangeV1 = serde_json::from_slice(&entry.bytes).unwrap();
                        let number = u32::try_from(back.device_sequence).unwrap();
                        assert_eq!(back.edit.get(), change(number).edit.get());
                        numbers.push(number);
                    }
                    EntryKind::Photo { offset, .. } => {
                        assert_eq!(offset, photo.len() as u64);
                        photo.extend(entry.bytes);
                    }
                    EntryKind::Unknown => panic!("nothing of the kind was sealed"),
                }
            }
        }
        assert_eq!(at, file.len() as u64);
        assert_eq!(numbers, (1..=2000).collect::<Vec<_>>());
        assert_eq!(photo.len(), 300_000);
    }
}

#[test]
fn a_carrier_reads_nothing_of_it() {
    let file = sealed(&Identity::generate(), 3, 100);
    let text = String::from_utf8_lossy(&file);
    assert!(!text.contains("王家湾") && !text.contains("save_visit_v1"));
    let found = scan(&file, file.len());
    let stranger = Identity::generate();
    assert_eq!(
        stranger.open(&parts(&found)[0].sealed),
        Err(Unopened::Sealed)
    );
}

#[test]
fn nobody_puts_words_into_another_phones_mouth() {
    let file = sealed(&Identity::generate(), 3, 100);
    let found = scan(&file, file.len());
    let mut head = parts(&found)[0].head.clone();
    assert!(head.verify(&phone().verifying_key()).is_ok());
    let other = SigningKey::from_bytes(&[4; 32]).verifying_key();
    assert!(head.verify(&other).is_err());
    // The same signed part in another bundle, or as another part of this one.
    head.number += 1;
    assert!(head.verify(&phone().verifying_key()).is_err());
}

#[test]
fn a_truncated_bundle_gives_up_every_part_that_is_whole() {
    let county = Identity::generate();
    let file = sealed(&county, 1500, 200_000);
    let whole = scan(&file, file.len());
    let ends: Vec<usize> = parts(&whole)
        .iter()
        .map(|part| usize::try_from(part.end).unwrap())
        .collect();
    for cut in (0..file.len()).step_by(file.len() / 97) {
        let found = scan(&file[..cut], 65_536);
        let expected = ends.iter().filter(|end| **end <= cut).count();
        assert_eq!(parts(&found).len(), expected, "cut at {cut}");
        for part in parts(&found) {
            assert!(county.open(&part.sealed).is_ok());
            assert!(!part.head.last);
        }
    }
}

#[test]
fn a_spoilt_byte_costs_the_part_it_is_in_and_no_other() {
    let county = Identity::generate();
    let file = sealed(&county, 1500, 200_000);
    let whole = scan(&file, file.len());
    let numbers = |found: &[Found]| -> Vec<u32> {
        parts(found).iter().map(|part| part.head.number).collect()
    };
    let ranges: Vec<(u32, usize, usize)> = parts(&whole)
        .iter()
        .map(|part| (part.head.number, part.at as usize, part.end as usize))
        .collect();
    for at in (0..file.len()).step_by(file.len() / 211) {
        let mut spoilt = file.clone();
        spoilt[at] ^= 0x41;
        let found = scan(&spoilt, 100_000);
        let hit = ranges
            .iter()
            .find(|(_, from, to)| (*from..*to).contains(&at));
        // A flip inside a signature or number leaves bytes that are whole and a head nobody signed.
        let believed: Vec<u32> = parts(&found)
            .iter()
            .filter(|part| part.head.verify(&phone().verifying_key()).is_ok())
            .map(|part| part.head.number)
            .collect();
        let expected: Vec<u32> = numbers(&whole)
            .into_iter()
            .filter(|number| hit.is_none_or(|(lost, ..)| lost != number))
            .collect();
        assert_eq!(believed, expected, "flipped at {at}");
    }
}

#[test]
fn a_newer_version_is_named_and_nothing_is_guessed_at() {
    let mut file = br#"{"ruhu_bundle":2,"anything":"else"}"#.to_vec();
    file.push(b'\n');
    file.extend(sealed(&Identity::generate(), 1, 10));
    assert_eq!(scan(&file, 7), [Found::Version(2)]);
}

#[test]
fn a_file_of_forged_heads_is_given_up() {
    let file = sealed(&Identity::generate(), 1, 10);
    let found = scan(&file, file.len());
    let part = parts(&found)[0];
    let mut forged = Vec::new();
    for _ in 0..2000 {
        let mut bytes = file[part.at as usize..part.end as usize].to_vec();
        let end = bytes.len() - 1;
        bytes[end] ^= 1;
        forged.extend(bytes);
    }
    forged.extend(&file[part.at as usize..part.end as usize]);
    assert!(parts(&scan(&forged, 1 << 16)).is_empty());
}

proptest! {
    #[test]
    fn no_bytes_make_the_scanner_fall_over(
        mut bytes in proptest::collection::vec(any::<u8>(), 0..3000),
        places in proptest::collection::vec(0usize..3000, 0..6),
        step in 1usize..700,
    ) {
        for place in places {
            if place + PART_MAGIC.len() <= bytes.len() {
                bytes[place..place + PART_MAGIC.len()].copy_from_slice(PART_MAGIC);
            }
        }
        prop_assert!(parts(&scan(&bytes, step)).is_empty());
    }
}
