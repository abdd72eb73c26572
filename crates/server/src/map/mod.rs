//! Where villages end, and where pictures of the land come from.
//!
//! [`geojson`] reads an uploaded file of boundaries, [`simplify`] leaves of them what a screen
//! shows, [`boundaries`] keeps them by version, [`source`] says what pictures may be asked for and
//! [`fetch`] asks, so that neither key nor address reaches a browser; [`archive`] looks at a map that
//! lies beside the database. Knows no screens.

pub(crate) mod archive;
pub(crate) mod boundaries;
pub(crate) mod fetch;
pub(crate) mod geojson;
mod simplify;
pub(crate) mod source;
