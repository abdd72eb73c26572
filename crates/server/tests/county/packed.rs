//! A phone's work packed into a bundle, and somebody who carries it.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bundle::{Origin, PhotoPiece, Sealer};
use domain::id::CountyId;
use ed25519_dalek::{Signer as _, SigningKey};
use protocol::bundle::{BundleKeyV1, BundleReply, PartCountsV1};
use protocol::push::ChangeV1;
use protocol::row::ParamsV1;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ANAS_HOUSE, County, NOW, Phone, photo, visit_id};

/// Photo bytes in a piece: several pieces a photo.
pub const PIECE: usize = 1000;

pub fn picture(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc0, 0, 11, 8];
    bytes.extend([0, 12, 0, 16, 1, 1, 0x11, 0]);
    bytes.extend(vec![seed; 3000]);
    bytes
}

pub async fn bundle_key(county: &County, phone: &Phone) -> BundleKeyV1 {
    let rows = county.pull(phone, 0).await.rows;
    let params = rows.iter().find(|row| row.kind == "params").unwrap();
    let params: ParamsV1 = serde_json::from_str(params.body.as_ref().unwrap().get()).unwrap();
    params.bundle_key.unwrap()
}

pub struct Packed {
    pub county_id: CountyId,
    pub key: BundleKeyV1,
    pub signs: SigningKey,
}

impl Packed {
    pub async fn of(county: &County, phone: &Phone) -> Self {
        Self {
            county_id: phone.reply.county.id,
            key: bundle_key(county, phone).await,
            signs: phone.key.clone(),
        }
    }

    pub fn pack(
        &self,
        phone: &Phone,
        number: u128,
        changes: &[Value],
        photos: &[Vec<u8>],
    ) -> Vec<u8> {
        let origin = Origin {
            bundle_id: Uuid::from_u128(number),
            county_id: self.county_id,
            device_id: phone.reply.device_id,
            made_ms: NOW,
        };
        let sign = |bytes: &[u8]| STANDARD.encode(self.signs.sign(bytes).to_bytes());
        let counts = (changes.len() as u32, photos.len() as u32);
        let mut sealer = Sealer::begin(Vec::new(), origin, &self.key, counts, &sign).unwrap();
        for change in changes {
            let change: ChangeV1 = serde_json::from_value(change.clone()).unwrap();
            sealer.change(&change).unwrap();
        }
        for bytes in photos {
            let sha256 = protocol::digest(bytes);
            for (at, piece) in bytes.chunks(PIECE).enumerate() {
                let place = PhotoPiece {
                    photo_id: domain::id::PhotoId::from_uuid(Uuid::from_u128(1)),
                    sha256: &sha256,
                    photo_bytes: bytes.len() as u64,
                    offset: (at * PIECE) as u64,
                };
                sealer.photo(&place, piece).unwrap();
            }
        }
        sealer.finish().unwrap().0
    }
}

/// What one phone gets for carrying these bytes.
pub async fn carry(county: &County, phone: &Phone, bytes: Vec<u8>) -> BundleReply {
    let response = county
        .http
        .post(county.url("/v1/bundles"))
        .bearer_auth(&phone.reply.token.token)
        .body(bytes)
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 200);
    response.json().await.unwrap()
}

pub fn counts(reply: &BundleReply) -> PartCountsV1 {
    let mut all = PartCountsV1::default();
    for part in &reply.parts {
        all += part.counts;
    }
    all
}

pub fn codes(reply: &BundleReply) -> Vec<&str> {
    let codes = reply.parts.iter().filter_map(|part| part.code.as_deref());
    codes.collect()
}

pub fn new(changes: u32, photos: u32) -> PartCountsV1 {
    PartCountsV1 {
        new: changes,
        photos_new: photos,
        ..PartCountsV1::default()
    }
}

pub fn known(changes: u32, photos: u32) -> PartCountsV1 {
    PartCountsV1 {
        known: changes,
        photos_known: photos,
        ..PartCountsV1::default()
    }
}

/// Ana's visit with one photo, made while nobody could hear her.
pub fn work(ana: &mut Phone, number: u32, bytes: &[u8]) -> Value {
    let mut change = ana.visit(number, &visit_id(number), ANAS_HOUSE, 1);
    change["edit"]["photos"] = json!([photo(&protocol::digest(bytes), bytes.len())]);
    change["edit"]["photos"][0]["id"] =
        format!("00000000-0000-7000-8000-0000000f{number:04}").into();
    change
}
