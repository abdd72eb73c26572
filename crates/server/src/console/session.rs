//! Who is signed in, and how far that person sees.

use std::collections::BTreeSet;

use axum::extract::FromRequestParts;
use axum::http::header::COOKIE as COOKIES;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use domain::id::{CountyId, PersonId};

use super::query::Values;
use crate::app::Shared;
use crate::change::town_code;
use crate::db::Reader;
use crate::error::Error;
use crate::problem::ledger::Clerk;
use crate::secret;

/// The session's cookie.
pub const COOKIE: &str = "ruhu_session";

/// A page elsewhere cannot make a browser send this, so it cannot act in our name.
const HEADER: &str = "ruhu-console";

/// How far a person sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    County,
    Areas {
        towns: Vec<String>,
        villages: Vec<String>,
    },
}

impl Scope {
    /// A condition on the columns `town_code` and `area_code` of a table.
    pub(crate) fn clause(&self, table: &str, values: &mut Values) -> String {
        match self {
            Self::County => String::new(),
            Self::Areas { towns, villages } => {
                // Named in any case: rows are found by their town.
                let around = villages.iter().map(|code| town_code(code).to_owned());
                let around: BTreeSet<String> = towns.iter().cloned().chain(around).collect();
                if around.is_empty() {
                    return " and 1 = 0".to_owned();
                }
                let around: Vec<String> = around.into_iter().collect();
                let mut sql = format!(" and {table}.town_code in ({})", values.list(&around));
                if villages.is_empty() {
                    return sql;
                }
                let villages = values.list(villages);
                if towns.is_empty() {
                    sql.push_str(&format!(" and {table}.area_code in ({villages})"));
                } else {
                    let towns = values.list(towns);
                    sql.push_str(&format!(
                        " and ({table}.town_code in ({towns}) or {table}.area_code in ({villages}))"
                    ));
                }
                sql
            }
        }
    }

    /// Whether a village lies within, by its code.
    pub(crate) fn sees_village(&self, code: &str) -> bool {
        match self {
            Self::County => true,
            Self::Areas { towns, villages } => {
                let is_in = |town: &String| town == town_code(code);
                villages.iter().any(|village| village == code) || towns.iter().any(is_in)
            }
        }
    }
}

/// The signed-in person.
#[derive(Clone, Debug)]
pub struct Signed {
    pub person: PersonId,
    pub roles: Vec<String>,
    pub scope: Scope,
}

impl Signed {
    fn has(&self, role: &str) -> bool {
        self.roles.iter().any(|own| own == role)
    }

    /// Acting at a moment, as ledgers write it down.
    pub fn clerk(&self, county: CountyId, now: i64) -> Clerk {
        Clerk {
            county,
            by: Some(self.person),
            now,
        }
    }

    pub fn is_county(&self) -> bool {
        self.has("county")
    }

    /// For county staff and administrators only.
    ///
    /// # Errors
    /// `not_allowed` for anybody else.
    pub fn needs_county(&self) -> Result<(), Error> {
        if self.has("county") || self.has("administrator") {
            Ok(())
        } else {
            Err(Error::not_allowed())
        }
    }

    /// For the county and captains of towns: who answers for which household, beyond one village.
    ///
    /// # Errors
    /// `not_allowed` for anybody else.
    pub fn needs_town(&self) -> Result<(), Error> {
        if self.has("town_captain") {
            Ok(())
        } else {
            self.needs_county()
        }
    }

    /// For administrators only.
    ///
    /// # Errors
    /// `not_allowed` for anybody else.
    pub fn needs_administrator(&self) -> Result<(), Error> {
        if self.has("administrator") {
            Ok(())
        } else {
            Err(Error::not_allowed())
        }
    }
}

impl FromRequestParts<Shared> for Signed {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, Error> {
        if !matches!(parts.method, Method::GET | Method::HEAD) {
            needs_header(&parts.headers)?;
        }
        let token = cookie(&parts.headers).ok_or_else(Error::signed_out)?;
        let (hash, county, now) = (secret::hash(token), app.county.id, app.now());
        app.db
            .read(move |reader| {
                let row = reader.first(
                    "select person_id from console_session
                     where county_id = $1 and token_hash = $2 and expires_ms > $3",
                    &[county.into(), hash.into(), now.into()],
                )?;
                let person = row.ok_or_else(Error::signed_out)?.id("person_id")?;
                signed(reader, county, person)?.ok_or_else(Error::signed_out)
            })
            .await
    }
}

/// Refuses what does not come from our own page.
pub(super) fn needs_header(headers: &HeaderMap) -> Result<(), Error> {
    match headers.get(HEADER) {
        Some(value) if value == "1" => Ok(()),
        _ => Err(Error::refused(
            StatusCode::FORBIDDEN,
            "console_header_missing",
        )),
    }
}

/// The session's token.
pub(super) fn cookie(headers: &HeaderMap) -> Option<&str> {
    headers
        .get_all(COOKIES)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='))
}

/// A person's console roles and scope; `None` for those who have none.
pub(super) fn signed(
    reader: &mut Reader<'_>,
    county: CountyId,
    person: PersonId,
) -> Result<Option<Signed>, Error> {
    let mut roles = Vec::new();
    let (mut towns, mut villages) = (Vec::new(), Vec::new());
    let rows = reader.query(
        "select role, area from role where county_id = $1 and person_id = $2
         union select 'captain' as role, village_code as area from captaincy
             where county_id = $1 and person_id = $2
         order by role, area",
        &[county.into(), person.into()],
    )?;
    for row in rows {
        let (role, area) = (row.text("role")?, row.text("area")?);
        match role.as_str() {
            "captain" => villages.push(area),
            "town_captain" => towns.push(area),
            "county" | "administrator" => {}
            _ => continue,
        }
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    if roles.is_empty() {
        return Ok(None);
    }
    let whole = roles
        .iter()
        .any(|role| role == "county" || role == "administrator");
    let scope = if whole {
        Scope::County
    } else {
        Scope::Areas { towns, villages }
    };
    Ok(Some(Signed {
        person,
        roles,
        scope,
    }))
}
