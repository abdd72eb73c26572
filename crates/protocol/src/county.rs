//! How a county's signing keys follow one another.
//!
//! A phone gets its first key at enrolment and trusts every later one only because a key it
//! trusts already introduced it. Old keys are never forgotten: what they signed stays proved.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::CountyId;
use ed25519_dalek::{Signature, Signer, SigningKey, Verifier, VerifyingKey};
use serde::{Deserialize, Serialize};

use crate::enrol::CountyKeyV1;

/// An earlier key's word for a newer one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntroductionV1 {
    /// The key that signed.
    pub key_id: String,
    pub made_ms: i64,
    /// Base64 Ed25519 over [`introduction_bytes`].
    pub signature: String,
}

/// What an earlier key signs: one field a line, under a heading no other message shares.
pub fn introduction_bytes(
    county: CountyId,
    key_id: &str,
    public_key: &str,
    by: &str,
    made_ms: i64,
) -> Vec<u8> {
    format!("ruhu county key 1\n{county}\n{key_id}\n{public_key}\n{by}\n{made_ms}\n").into_bytes()
}

/// What a public key is called: the beginning of its digest, so that a name cannot be moved to
/// another key.
pub fn key_id(key: &VerifyingKey) -> String {
    crate::digest(key.as_bytes())[..16].to_owned()
}

impl CountyKeyV1 {
    /// A county's first key, which nobody introduces: phones get it at enrolment.
    pub fn first(key: &VerifyingKey) -> Self {
        Self {
            key_id: key_id(key),
            public_key: STANDARD.encode(key.as_bytes()),
            introduced_by: None,
        }
    }

    /// A county's next key, introduced by the one that signed until now.
    pub fn next(county: CountyId, key: &VerifyingKey, by: &SigningKey, made_ms: i64) -> Self {
        let mut next = Self::first(key);
        let by_id = key_id(&by.verifying_key());
        let bytes = introduction_bytes(county, &next.key_id, &next.public_key, &by_id, made_ms);
        next.introduced_by = Some(IntroductionV1 {
            key_id: by_id,
            made_ms,
            signature: STANDARD.encode(by.sign(&bytes).to_bytes()),
        });
        next
    }

    /// The key itself, if the text is one.
    pub fn verifying(&self) -> Option<VerifyingKey> {
        let bytes: [u8; 32] = STANDARD.decode(&self.public_key).ok()?.try_into().ok()?;
        VerifyingKey::from_bytes(&bytes).ok()
    }

    fn is_introduced_by(&self, county: CountyId, known: &HashMap<&str, VerifyingKey>) -> bool {
        let Some(introduction) = &self.introduced_by else {
            return false;
        };
        let IntroductionV1 {
            key_id: by,
            made_ms,
            signature,
        } = introduction;
        let (Some(key), Some(own)) = (known.get(by.as_str()), self.verifying()) else {
            return false;
        };
        let signature = STANDARD
            .decode(signature)
            .ok()
            .and_then(|raw| Signature::from_slice(&raw).ok());
        let bytes = introduction_bytes(county, &self.key_id, &self.public_key, by, *made_ms);
        key_id(&own) == self.key_id
            && signature.is_some_and(|signature| key.verify(&bytes, &signature).is_ok())
    }
}

/// The keys among `offered` that `known` ones vouch for, directly or through one another. A key id
/// known already keeps its key, whatever is offered.
pub fn introduced(
    county: CountyId,
    known: &[CountyKeyV1],
    offered: &[CountyKeyV1],
) -> Vec<CountyKeyV1> {
    let mut trusted: HashMap<&str, VerifyingKey> = known
        .iter()
        .filter_map(|key| Some((key.key_id.as_str(), key.verifying()?)))
        .collect();
    let mut taken = Vec::new();
    loop {
        let next = offered.iter().find(|key| {
            !trusted.contains_key(key.key_id.as_str()) && key.is_introduced_by(county, &trusted)
        });
        let Some((next, key)) = next.and_then(|next| Some((next, next.verifying()?))) else {
            return taken;
        };
        trusted.insert(&next.key_id, key);
        taken.push(next.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrol::CountyV1;
    use uuid::Uuid;

    fn county() -> CountyId {
        CountyId::from_uuid(Uuid::from_u128(1))
    }

    fn key(seed: u8) -> SigningKey {
        SigningKey::from_bytes(&[seed; 32])
    }

    fn next(seed: u8, by: u8) -> CountyKeyV1 {
        CountyKeyV1::next(county(), &key(seed).verifying_key(), &key(by), 7)
    }

    fn names(keys: &[CountyKeyV1]) -> Vec<&str> {
        keys.iter().map(|key| key.key_id.as_str()).collect()
    }

    #[test]
    fn a_chain_of_keys_is_followed_from_the_one_that_is_known() {
        let first = CountyKeyV1::first(&key(1).verifying_key());
        let (second, third) = (next(2, 1), next(3, 2));
        // In whatever order the county lists them.
        let offered = [third.clone(), first.clone(), second.clone()];
        let taken = introduced(county(), std::slice::from_ref(&first), &offered);
        assert_eq!(names(&taken), [&second.key_id, &third.key_id]);
        // A phone enrolled after the first change knows the second key and needs no first.
        let taken = introduced(county(), &[second], &offered);
        assert_eq!(names(&taken), [&third.key_id]);
    }

    #[test]
    fn a_key_nobody_vouches_for_is_not_taken() {
        let known = [CountyKeyV1::first(&key(1).verifying_key())];
        let stranger = CountyKeyV1::first(&key(9).verifying_key());
        let of_strangers = next(2, 9);
        let mut forged = next(2, 1);
        if let Some(introduction) = &mut forged.introduced_by {
            introduction.made_ms += 1;
        }
        let mut renamed = next(2, 1);
        renamed.key_id = known[0].key_id.clone();
        let elsewhere = CountyId::from_uuid(Uuid::from_u128(2));
        let moved = CountyKeyV1::next(elsewhere, &key(2).verifying_key(), &key(1), 7);
        let mut misnamed = CountyKeyV1::first(&key(2).verifying_key());
        misnamed.key_id = "another".to_owned();
        let bytes = introduction_bytes(
            county(),
            "another",
            &misnamed.public_key,
            &known[0].key_id,
            7,
        );
        misnamed.introduced_by = Some(IntroductionV1 {
            key_id: known[0].key_id.clone(),
            made_ms: 7,
            signature: STANDARD.encode(key(1).sign(&bytes).to_bytes()),
        });
        for offered in [stranger, of_strangers, forged, renamed, moved, misnamed] {
            assert_eq!(introduced(county(), &known, &[offered]), []);
        }
    }

    /// Phones in the field speak exactly this.
    #[test]
    fn a_county_with_two_keys_is_frozen() {
        let county = CountyV1 {
            id: county(),
            name: "county".to_owned(),
            keys: vec![CountyKeyV1::first(&key(1).verifying_key()), next(2, 1)],
        };
        let line = serde_json::to_string(&county).unwrap();
        assert_eq!(
            line,
            r#"{"id":"00000000-0000-0000-0000-000000000001","name":"county","keys":[{"key_id":"34750f98bd59fcfc","public_key":"iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w="},{"key_id":"6a3803d5f059902a","public_key":"gTl3Dqh9F19Wo1Rmw0x+zMuNipG07jeiXfYPW4/Js5Q=","introduced_by":{"key_id":"34750f98bd59fcfc","made_ms":7,"signature":"VKlxE6pfd61iAzHn6zzDpsKQJOyyC/MCFIRxQS2OFpUhWrrLXTnwVhQPxwtqvXYPIXVYxva6Sj7sXdzNdcV9CA=="}}]}"#
        );
        assert_eq!(serde_json::from_str::<CountyV1>(&line).unwrap(), county);
        let old = r#"{"key_id":"k1","public_key":"AAAA"}"#;
        let key: CountyKeyV1 = serde_json::from_str(old).unwrap();
        assert_eq!(serde_json::to_string(&key).unwrap(), old);
    }
}
