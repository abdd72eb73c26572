//! What a phone asks of the county server: HTTP on a phone, a plain call in tests.

use std::future::Future;

use domain::id::PhotoId;
use protocol::bundle::BundleReply;
use protocol::enrol::{CountyV1, EnrolReply, EnrolRequest, TokenReply, TokenRequest};
use protocol::have::{HaveReply, HaveRequest};
use protocol::pull::{PullReply, PullRequest};
use protocol::push::{PushReply, PushRequest};
use protocol::receipt::PhotoReceiptV1;
use protocol::settled::{SettledReply, SettledRequest};
use protocol::team::TeamReply;

use crate::Failure;

/// The county server, as one phone sees it. Every answer is the county server's own: what cannot
/// be told from a captive portal is [`Failure::NotOurServer`].
pub trait Server: Send + Sync {
    fn enrol(
        &self,
        request: &EnrolRequest,
    ) -> impl Future<Output = Result<EnrolReply, Failure>> + Send;

    fn token(
        &self,
        request: &TokenRequest,
    ) -> impl Future<Output = Result<TokenReply, Failure>> + Send;

    fn push(
        &self,
        token: &str,
        request: &PushRequest,
    ) -> impl Future<Output = Result<PushReply, Failure>> + Send;

    fn pull(
        &self,
        token: &str,
        request: &PullRequest,
    ) -> impl Future<Output = Result<PullReply, Failure>> + Send;

    /// What the county says of itself: its keys above all.
    fn county(&self, token: &str) -> impl Future<Output = Result<CountyV1, Failure>> + Send;

    /// What the county lacks of what this phone has receipts for.
    fn have(
        &self,
        token: &str,
        request: &HaveRequest,
    ) -> impl Future<Output = Result<HaveReply, Failure>> + Send;

    /// Says which photo is coming and sends its first bytes, if any, with that. The answer says how
    /// many of them the server took; it may also have the photo already.
    fn photo_create(
        &self,
        token: &str,
        photo: &PhotoName,
        first: Vec<u8>,
    ) -> impl Future<Output = Result<PhotoAt, Failure>> + Send;

    /// How much of a photo the server has; `None` when it knows nothing of it.
    fn photo_offset(
        &self,
        token: &str,
        sha256: &str,
    ) -> impl Future<Output = Result<Option<PhotoAt>, Failure>> + Send;

    /// Sends bytes from `offset` on; `None` when the server has lost the photo or stands elsewhere.
    fn photo_send(
        &self,
        token: &str,
        sha256: &str,
        offset: u64,
        chunk: Vec<u8>,
    ) -> impl Future<Output = Result<Option<PhotoAt>, Failure>> + Send;

    /// The bytes of a photo the county holds. Whether they are the photo's, the caller finds out.
    fn photo_fetch(
        &self,
        token: &str,
        sha256: &str,
    ) -> impl Future<Output = Result<Vec<u8>, Failure>> + Send;

    /// What became of changes the county had aside; asked when it gives this phone no rows.
    fn settled(
        &self,
        _token: &str,
        _request: &SettledRequest,
    ) -> impl Future<Output = Result<SettledReply, Failure>> + Send {
        std::future::ready(Ok(SettledReply {
            settled: Vec::new(),
        }))
    }

    /// How the teams stand that the phone's owner leads.
    fn team(&self, _token: &str) -> impl Future<Output = Result<TeamReply, Failure>> + Send {
        // A county of an earlier day knows nothing of it.
        std::future::ready(Err(Failure::ServerTooOld))
    }

    /// Hands in parts of a bundle that was carried for another phone.
    fn bundle_send(
        &self,
        _token: &str,
        _parts: Vec<u8>,
    ) -> impl Future<Output = Result<BundleReply, Failure>> + Send {
        // A county of an earlier day takes none: the bundle stays where it is.
        std::future::ready(Err(Failure::Refused {
            status: 404,
            code: "not_found".to_owned(),
            field: None,
        }))
    }

    /// Bytes over the line since this was made.
    fn traffic(&self) -> Traffic {
        Traffic::default()
    }
}

/// What a photo is called on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoName {
    pub photo_id: PhotoId,
    pub sha256: String,
    pub bytes: u64,
}

/// How far a photo has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoAt {
    pub offset: u64,
    /// Once the server has hashed the whole again.
    pub receipt: Option<PhotoReceiptV1>,
}

/// Bodies only, as they went over the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    pub up: u64,
    pub down: u64,
    pub requests: u64,
}
