//! What a county may use only once somebody answers for its legal basis.

use domain::id::CountyId;

use crate::db::Reader;
use crate::error::Error;

/// Whether a use is switched on: `ranking`, `attendance`. Off until an administrator recorded
/// what it rests on.
///
/// # Errors
/// When the database failed.
pub(crate) fn is_on(reader: &mut Reader<'_>, county: CountyId, name: &str) -> Result<bool, Error> {
    let row = reader.first(
        "select is_on from compliance_switch where county_id = $1 and name = $2",
        &[county.into(), name.into()],
    )?;
    Ok(row
        .map(|row| row.flag("is_on"))
        .transpose()?
        .unwrap_or(false))
}
