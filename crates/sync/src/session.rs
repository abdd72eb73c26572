//! The phone's standing with the county during a round: its token, and the keys of receipts.

use domain::id::DeviceId;
use protocol::bundle::{PartHeadV1, PartReceiptV1};
use protocol::clock::ContactV1;
use protocol::keyring::CountyKeys;
use protocol::receipt::{BadReceipt, PhotoReceiptV1, ReceiptV1};
use store::outbox::Waiting;
use store::{Transaction, contact, identity, sync_state, versions};

use crate::control::{Meter, Point};
use crate::{Failure, Parties, Server};

mod keys;

/// A token with less than this left would end in mid-request on a slow line.
const TOKEN_MARGIN_MS: i64 = 60_000;

pub(crate) struct Session {
    device_id: DeviceId,
    keys: CountyKeys,
    token: Option<String>,
    /// A token refused twice in a round will not be taken the third time.
    renewed: bool,
    /// Once a round is enough: who does not know a key now will not the second time.
    asked_for_keys: bool,
    /// When the last request left and its answer was here, by the monotonic clock.
    exchange: Option<(i64, i64)>,
}

/// Asks the server something with a token, getting a new token once if need be.
macro_rules! ask {
    ($session:expr, $parties:expr, $meter:expr, |$token:ident| $call:expr) => {{
        let $token = $session.token($parties, $meter).await?;
        $meter.at($crate::control::Point::BeforeRequest);
        let mut asked_ms = $parties.monotonic_ms();
        let mut answer = $call.await;
        $session.exchanged(asked_ms, $parties.monotonic_ms());
        $meter.at($crate::control::Point::AfterRequest);
        if matches!(answer, Err($crate::Failure::SignedOut)) && $session.may_renew() {
            let $token = $session.renew($parties, $meter).await?;
            $meter.at($crate::control::Point::BeforeRequest);
            asked_ms = $parties.monotonic_ms();
            answer = $call.await;
            $session.exchanged(asked_ms, $parties.monotonic_ms());
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
            keys: CountyKeys::of(&county),
            token: device.token.filter(|_| is_fresh),
            renewed: false,
            asked_for_keys: false,
            exchange: None,
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
        let mut request = parties.key.prove(self.device_id, now_ms)?;
        request.app_version = parties.store.read(versions::app)?;
        meter.at(Point::BeforeRequest);
        let asked_ms = parties.monotonic_ms();
        let answer = parties.server.token(&request).await;
        self.exchanged(asked_ms, parties.monotonic_ms());
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
            self.heard(parties, tx, reply.server_ms, now_ms)?;
            versions::heard(tx, &reply)?;
            identity::save_token(tx, &reply)
        })?;
        meter.at(Point::AfterSave);
        self.token = Some(reply.token.clone());
        Ok(reply.token)
    }

    /// The last request and its answer, by the monotonic clock.
    pub fn exchanged(&mut self, asked_ms: i64, answered_ms: i64) {
        self.exchange = Some((asked_ms, answered_ms));
    }

    /// Keeps what the last answer said of the time: how far the wall clock is off, and a contact
    /// that places every moment of this start of the phone.
    pub fn heard<S: Server>(
        &self,
        parties: &Parties<'_, S>,
        tx: &Transaction<'_>,
        server_ms: i64,
        now_ms: i64,
    ) -> store::Result<()> {
        sync_state::set_server_offset(tx, server_ms.saturating_sub(now_ms))?;
        if let (Some(boot), Some((asked_ms, answered_ms))) = (&parties.boot, self.exchange) {
            let heard = ContactV1 {
                monotonic_ms: answered_ms,
                round_trip_ms: answered_ms.saturating_sub(asked_ms).max(0),
                server_ms,
            };
            contact::save(tx, boot.id, heard)?;
        }
        Ok(())
    }

    /// Hears the county once since the phone was started, before changes leave: only then can it
    /// be told when they were made, whatever the wall clock says.
    pub async fn place<S: Server>(
        &mut self,
        parties: &Parties<'_, S>,
        meter: &mut Meter<'_>,
    ) -> Result<(), Failure> {
        let Some(boot) = &parties.boot else {
            return Ok(());
        };
        let heard = parties
            .store
            .read(|conn| contact::last_heard(conn, boot.id))?;
        if heard.is_none() && self.may_renew() {
            self.renew(parties, meter).await?;
        }
        Ok(())
    }

    /// Whether a receipt proves that the county holds exactly this change.
    pub fn check(&self, receipt: &ReceiptV1, waiting: &Waiting) -> Result<(), BadReceipt> {
        let edit = waiting.edit.get().as_bytes();
        self.keys.check(receipt, waiting.change_id, edit)
    }

    /// Whether a receipt proves that the county holds the photo whole.
    pub fn check_photo(&self, receipt: &PhotoReceiptV1, sha256: &str) -> Result<(), BadReceipt> {
        self.keys.check_photo(receipt, sha256)
    }

    /// Whether a receipt proves that the county holds everything in this part of a bundle.
    pub fn check_part(&self, receipt: &PartReceiptV1, part: &PartHeadV1) -> Result<(), BadReceipt> {
        self.keys.check_part(receipt, part)
    }
}
