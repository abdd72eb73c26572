//! Where the visit is: a fix, a place set by hand, or why there is none. Never blocks a visit.

use domain::geo::{self, Fence, GeoFix, Mock, Point};
use protocol::visit::GeoV1;
use store::draft;

use crate::App;
use crate::convert;
use crate::desk::Desk;
use crate::error::{CallError, ErrorCode};
use crate::views::visit::{LocateInput, LocationWaiver, VisitForm};

/// A finger on a map is no better than this.
const BY_HAND_M: f64 = 50.0;

impl App {
    pub(crate) async fn locate(&self, input: LocateInput) -> Result<VisitForm, CallError> {
        let LocateInput { visit_id, lat, lon } = input;
        // A receiver may take a minute: outside of any transaction.
        let fix = self.look(move |desk| take_fix(desk, lat.zip(lon))).await?;
        self.edit(&visit_id, move |_, tx, id| {
            Ok(draft::set_location(tx, id, &convert::fix_to_wire(&fix))?)
        })
        .await
    }

    pub(crate) async fn waive_location(
        &self,
        waiver: LocationWaiver,
    ) -> Result<VisitForm, CallError> {
        let LocationWaiver { visit_id, reason } = waiver;
        self.edit(&visit_id, move |_, tx, id| {
            let reason = reason.trim().to_owned();
            if reason.is_empty() {
                return Err(CallError::new(ErrorCode::ReasonMissing).at("reason"));
            }
            if reason.chars().count() > 200 {
                return Err(CallError::new(ErrorCode::AnswerTooLong).at("reason"));
            }
            Ok(draft::set_location(tx, id, &GeoV1::Missing { reason })?)
        })
        .await
    }
}

fn take_fix(desk: &Desk, by_hand: Option<(f64, f64)>) -> Result<GeoFix, CallError> {
    let fix = match by_hand {
        Some((lat, lon)) if desk.platform.manual_location() => GeoFix {
            at: Point { lat, lon },
            accuracy_m: BY_HAND_M,
            altitude_m: None,
            provider: "manual".to_owned(),
            mock: Mock::Unknown,
            fix_time: desk.now,
            fix_age_s: 0,
            fence: Fence::Unknown,
            fence_distance_m: None,
            quality: geo::quality(BY_HAND_M, 0, Mock::Unknown, "manual"),
        },
        // On a phone a place cannot be typed in.
        Some(_) => return Err(ErrorCode::NotAllowed.into()),
        None => desk.platform.locate()?,
    };
    if !geo::is_plausible(fix.at) {
        return Err(ErrorCode::LocationWrong.into());
    }
    Ok(fix)
}
