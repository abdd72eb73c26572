//! Meeting the county's new keys: a receipt by one comes before the row that tells of it.

use protocol::enrol::CountyV1;
use protocol::keyring::CountyKeys;
use store::identity;
use store::journal::{self, Entry};

use super::{Session, ask};
use crate::control::{Meter, Point};
use crate::{Failure, Parties, Server};

impl Session {
    /// Makes sure, as far as the county can be asked, that the keys of these names are known
    /// before what they signed is judged. Failing to ask is no failure: what is not proved now is
    /// asked for again in the next round.
    pub async fn meet<S: Server>(
        &mut self,
        parties: &Parties<'_, S>,
        meter: &mut Meter<'_>,
        names: &[String],
    ) -> Result<(), Failure> {
        if self.knows_all(names) {
            return Ok(());
        }
        // A row of this very round may have brought it.
        if let Some(county) = parties.store.read(identity::county)? {
            self.keys = CountyKeys::of(&county);
        }
        if self.asked_for_keys || self.knows_all(names) {
            return Ok(());
        }
        self.asked_for_keys = true;
        let answer: Result<CountyV1, Failure> =
            ask!(self, parties, meter, |token| parties.server.county(&token));
        let Ok(county) = answer else {
            return Ok(());
        };
        let now_ms = (parties.now)().as_ms();
        meter.at(Point::BeforeSave);
        let known = parties.store.write(|tx| {
            if identity::follow_county(tx, &county)?.is_empty() {
                // Whoever signed, no key this phone trusts speaks for it.
                journal::write(tx, &Entry::new(now_ms, "key_refused"))?;
            }
            identity::county(tx)
        })?;
        meter.at(Point::AfterSave);
        if let Some(county) = known {
            self.keys = CountyKeys::of(&county);
        }
        Ok(())
    }

    fn knows_all(&self, names: &[String]) -> bool {
        names.iter().all(|name| self.keys.knows(name))
    }
}
