//! The phone's standing with the county during a round: its token, and the keys of receipts.

use std::collections::HashMap;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::id::{CountyId, DeviceId};
use ed25519_dalek::VerifyingKey;
use protocol::enrol::CountyV1;
use protocol::receipt::{BadReceipt, PhotoReceiptV1, ReceiptV1};
use store::outbox::Waiting;
use store::{identity, sync_state};

use crate::control::{Meter, Point};
use crate::{Failure, Parties, Server};

/// A token with less than this left would end in mid-request on a slow line.
const TOKEN_MARGIN_MS: i64 = 60_000;

pub(crate) struct Session {
    device_id: DeviceId,
    county_id: CountyId,
    keys: HashMap<String, VerifyingKey>,
    token: Option<String>,
    /// A token refused twice in a round will not be taken the third time.
    renewed: bool,
}

/// Asks the server something with a token, getting a new token once if need be.
macro_rules! ask {
    ($session:expr, $parties:expr, $meter:expr, |$token:ident| $call:expr) => {{
        let $token = $session.token($parties, $meter).await?;
        $meter.at($crate::control::Point::BeforeRequest);
        let mut answer = $call.await;
        $meter.at($crate::control::Point::AfterRequest);
        if matches!(answer, Err($crate::Failure::SignedOut)) && $session.may_renew() {
            let $token = $session.renew($parties, $meter).await?;
            $meter.at($crate::control::Point::BeforeRequest);
            answer = $call.await;
            $meter.at($crate::control::Point::AfterRequest);
        }
        answer
    }};
}
pub(crate) use ask;

impl Session {
    pub fn open<S: Server>(parties: &Parties<'_, S>) -> Result<Self, Failure> {
        let (device, county, state) = parties.store.read(|conn| {
            Ok((
                identity::device(conn)?,
                identity::county(conn)?,
                sync_state::get(conn)?,
            ))
        })?;
        let (Some(device), Some(county)) = (device, county) else {
            return Err(Failure::NotEnrolled);
        };
        // Expiry is by the server's clock; the phone's may be years off.
        let offset = state.server_offset_ms.unwrap_or(0);
        let server_now = (parties.now)().as_ms().saturating_add(offset);
        let is_fresh = device
            .token_expires_ms
            .is_some_and(|expires| server_now.saturating_add(TOKEN_MARGIN_MS) < expires);
        Ok(Self {
            device_id: device.device_id,
            county_id: county.id,
            keys: county_keys(&county),
            token: device.token.filter(|_| is_fresh),
            renewed: false,
        })
    }

    pub async fn token<S: Server>(
        &mut self,
        parties: &Parties<'_, S>,
        meter: &mut Meter<'_>,
    ) -> Result<String, Failure> {
        match &self.token {
            Some(token) => Ok(token.clone()),
            None => self.renew(parties, meter).await,
        }
    }

    pub fn may_renew(&self) -> bool {
        !self.renewed
    }

    pub async fn renew<S: Server>(
        &mut self,
        parties: &Parties<'_, S>,
        meter: &mut Meter<'_>,
    ) -> Result<String, Failure> {
        self.renewed = true;
        let now_ms = (parties.now)().as_ms();
        let request = parties.key.prove(self.device_id, now_ms)?;
        meter.at(Point::BeforeRequest);
        let answer = parties.server.token(&request).await;
        meter.at(Point::AfterRequest);
        let reply = answer.map_err(|failure| match failure {
            // The proof itself was refused: the county no longer knows this device.
            Failure::Refused {
                status: 401 | 403, ..
            } => Failure::SignedOut,
            other => other,
        })?;
        meter.at(Point::BeforeSave);
        parties.store.write(|tx| {
            sync_state::set_server_offset(tx, reply.server_ms.saturating_sub(now_ms))?;
            identity::save_token(tx, &reply)
        })?;
        meter.at(Point::AfterSave);
        self.token = Some(reply.token.clone());
        Ok(reply.token)
    }

    /// Whether a receipt proves that the county holds exactly this change.
    pub fn check(&self, receipt: &ReceiptV1, waiting: &Waiting) -> Result<(), BadReceipt> {
        let key = self.keys.get(&receipt.key_id).ok_or(BadReceipt::Other)?;
        let edit = waiting.edit.get().as_bytes();
        receipt.verify(self.county_id, waiting.change_id, edit, key)
    }

    /// Whether a receipt proves that the county holds the photo whole.
    pub fn check_photo(&self, receipt: &PhotoReceiptV1, sha256: &str) -> Result<(), BadReceipt> {
        let key = self.keys.get(&receipt.key_id).ok_or(BadReceipt::Other)?;
        receipt.verify(self.county_id, sha256, key)
    }
}

/// The keys a phone can check receipts with; one it cannot read proves nothing.
pub(crate) fn county_keys(county: &CountyV1) -> HashMap<String, VerifyingKey> {
    county
        .keys
        .iter()
        .filter_map(|key| {
            let bytes: [u8; 32] = STANDARD.decode(&key.public_key).ok()?.try_into().ok()?;
            Some((key.key_id.clone(), VerifyingKey::from_bytes(&bytes).ok()?))
        })
        .collect()
}
