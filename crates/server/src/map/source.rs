//! Where pictures of the land come from: nowhere, a server of tiles, or a file beside the county's
//! database. An address is only taken if it is one of the open internet: a county's server asks
//! from inside, and must not be sent to its neighbours.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use domain::id::{CountyId, PersonId};
use reqwest::Url;

use crate::county::audit;
use crate::db::{Reader, Tx};
use crate::error::Error;

/// Characters in an address, a key, a credit.
const MAX_TEXT: usize = 500;
/// What maps of the web know.
const MOST_ZOOM: u32 = 22;
/// Where the key goes: a browser is only told that there is one.
const KEY: &str = "{key}";

/// As it is set.
#[derive(Clone, Default)]
pub(crate) struct Source {
    pub kind: String,
    pub template: String,
    pub secret: String,
    pub attribution: String,
    pub least_zoom: u32,
    pub most_zoom: u32,
    pub set_ms: Option<i64>,
}

impl Source {
    /// The address of one tile; nothing where there are none.
    pub(crate) fn tile(&self, z: u32, x: u32, y: u32) -> Option<Url> {
        if self.kind != "tiles" || !(self.least_zoom..=self.most_zoom).contains(&z) {
            return None;
        }
        let side = 1_u32.checked_shl(z)?;
        if x >= side || y >= side {
            return None;
        }
        fill(&self.template, &self.secret, [z, x, y]).and_then(|url| Url::parse(&url).ok())
    }
}

fn fill(template: &str, secret: &str, [z, x, y]: [u32; 3]) -> Option<String> {
    // A key may hold whatever an address gives a meaning of its own.
    let quoted: String = secret
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            other => format!("%{other:02X}"),
        })
        .collect();
    let filled = template
        .replace("{z}", &z.to_string())
        .replace("{x}", &x.to_string())
        .replace("{y}", &y.to_string())
        .replace(KEY, &quoted);
    (!filled.contains(['{', '}'])).then_some(filled)
}

/// What is wrong with a source, if anything; `secret` empty keeps the one there is.
///
/// # Errors
/// `unknown_option`, `missing`, `too_long`, `bad_address`, `local_address`, `shifted_map` or
/// `out_of_range`.
pub(crate) fn check(source: &Source) -> Result<(), Error> {
    match source.kind.as_str() {
        "none" => return Ok(()),
        "tiles" => address(&source.template, &source.secret)?,
        "file" => {}
        _ => return Err(Error::bad("unknown_option", "kind")),
    }
    for (text, field) in [
        (&source.secret, "secret"),
        (&source.attribution, "attribution"),
    ] {
        if text.chars().count() > MAX_TEXT {
            return Err(Error::bad("too_long", field));
        }
        if text.chars().any(char::is_control) {
            return Err(Error::bad("malformed", field));
        }
    }
    // Whoever drew it is named on the map: the licence of every source asks for it.
    if source.attribution.trim().is_empty() {
        return Err(Error::bad("missing", "attribution"));
    }
    if source.least_zoom > source.most_zoom || source.most_zoom > MOST_ZOOM {
        return Err(Error::bad("out_of_range", "most_zoom"));
    }
    Ok(())
}

fn address(template: &str, secret: &str) -> Result<(), Error> {
    let bad = |code: &'static str| Error::bad(code, "template");
    if template.trim().is_empty() {
        return Err(bad("missing"));
    }
    if template.chars().count() > MAX_TEXT {
        return Err(bad("too_long"));
    }
    if !["{z}", "{x}", "{y}"]
        .iter()
        .all(|part| template.contains(part))
    {
        return Err(bad("bad_address"));
    }
    if template.contains(KEY) && secret.is_empty() {
        return Err(Error::bad("missing", "secret"));
    }
    let url = fill(template, secret, [0, 0, 0]).and_then(|url| Url::parse(&url).ok());
    let url = url.ok_or_else(|| bad("bad_address"))?;
    if !matches!(url.scheme(), "http" | "https")
        || !url.username().is_empty()
        || url.password().is_some()
    {
        return Err(bad("bad_address"));
    }
    // Whatever is filled in, the host stays the one that was looked at.
    let host_of = |at: [u32; 3]| {
        let url = fill(template, "key", at).and_then(|url| Url::parse(&url).ok())?;
        url.host_str().map(str::to_owned)
    };
    if host_of([0, 0, 0]) != host_of([1, 2, 3]) {
        return Err(bad("bad_address"));
    }
    if is_local(&url) {
        return Err(bad("local_address"));
    }
    if is_shifted(&url) {
        return Err(bad("shifted_map"));
    }
    Ok(())
}

/// Whether the tiles of this host are drawn in GCJ-02 or BD-09: boundaries would lie hundreds of
/// metres beside the land (DOMAIN §4). A map nobody knows of cannot be told; the form says it too.
fn is_shifted(url: &Url) -> bool {
    const SHIFTED: [&str; 9] = [
        "autonavi.com",
        "amap.com",
        "gtimg.com",
        "qq.com",
        "baidu.com",
        "bdimg.com",
        "bdstatic.com",
        "google.cn",
        "geoq.cn",
    ];
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    let under = |name: &str| {
        host.strip_suffix(name)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    SHIFTED.into_iter().any(under)
}

/// Whether an address names a machine of this network, as far as its text tells; what a name
/// resolves to is looked at when it is asked ([`super::fetch`]).
pub(crate) fn is_local(url: &Url) -> bool {
    let Some(host) = url.host_str() else {
        return true;
    };
    let literal = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = literal.parse::<IpAddr>() {
        return !is_public(address);
    }
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    const LOCAL: [&str; 7] = [
        "localhost",
        "local",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
    ];
    let last = name.rsplit('.').next().unwrap_or_default();
    !name.contains('.') || LOCAL.contains(&last)
}

/// Whether an address is one of the open internet.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    let [a, b, ..] = address.segments();
    // Of all that is given out to the internet, without what carries IPv4 inside or is for books.
    (a & 0xe000) == 0x2000 && a != 0x2002 && !(a == 0x2001 && (b == 0 || b == 0x0db8))
}

/// The source in force.
///
/// # Errors
/// When the database failed.
pub(crate) fn read(reader: &mut Reader<'_>, county: CountyId) -> Result<Source, Error> {
    let row = reader.first(
        "select kind, template, secret, attribution, least_zoom, most_zoom, set_ms
         from map_setting where county_id = $1",
        &[county.into()],
    )?;
    let Some(row) = row else {
        return Ok(Source {
            kind: "none".to_owned(),
            ..Source::default()
        });
    };
    Ok(Source {
        kind: row.text("kind")?,
        template: row.text("template")?,
        secret: row.text("secret")?,
        attribution: row.text("attribution")?,
        least_zoom: row.count("least_zoom")?,
        most_zoom: row.count("most_zoom")?,
        set_ms: row.optional_int("set_ms")?,
    })
}

/// Sets the source; the caller has checked it.
///
/// # Errors
/// When the database failed.
pub(crate) fn set(
    tx: &mut Tx<'_>,
    county: CountyId,
    by: PersonId,
    source: &Source,
    now: i64,
) -> Result<(), Error> {
    tx.execute(
        "insert into map_setting (county_id, kind, template, secret, attribution, least_zoom,
             most_zoom, set_ms, set_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         on conflict (county_id) do update set kind = excluded.kind,
             template = excluded.template, secret = excluded.secret,
             attribution = excluded.attribution, least_zoom = excluded.least_zoom,
             most_zoom = excluded.most_zoom, set_ms = excluded.set_ms, set_by = excluded.set_by",
        &[
            county.into(),
            (&source.kind).into(),
            (&source.template).into(),
            (&source.secret).into(),
            (&source.attribution).into(),
            source.least_zoom.into(),
            source.most_zoom.into(),
            now.into(),
            by.into(),
        ],
    )?;
    audit(tx, county, now, Some(by), "map_source_set", &source.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(template: &str, secret: &str) -> String {
        let source = Source {
            kind: "tiles".to_owned(),
            template: template.to_owned(),
            secret: secret.to_owned(),
            attribution: "天地图".to_owned(),
            most_zoom: 18,
            ..Source::default()
        };
        match check(&source) {
            Ok(()) => "taken".to_owned(),
            Err(Error::Refused(refusal)) => refusal.code.into_owned(),
            Err(_) => "failed".to_owned(),
        }
    }

    #[test]
    fn a_countys_server_is_never_sent_to_its_neighbours() {
        for host in [
            "localhost",
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "[::1]",
            "[fd00::1]",
            "[fe80::1]",
            "[::ffff:10.0.0.1]",
            "[64:ff9b::a00:1]",
            "2130706433",
            "0x7f.1",
            "tiles",
            "map.lan",
            "db.internal",
            "a.local.",
        ] {
            let template = format!("http://{host}/{{z}}/{{x}}/{{y}}.png");
            assert_eq!(code(&template, ""), "local_address", "{host}");
        }
    }

    #[test]
    fn only_an_address_of_tiles_is_one() {
        let tianditu =
            "https://t0.tianditu.gov.cn/vec_w/wmts?TILECOL={x}&TILEROW={y}&TILEMATRIX={z}&tk={key}";
        for (template, secret, expected) in [
            (tianditu, "abc", "taken"),
            (tianditu, "", "missing"),
            ("https://tile.example.org/{z}/{x}/{y}.png", "", "taken"),
            ("https://tile.example.org/{z}/{x}.png", "", "bad_address"),
            ("https://{x}.example.org/{z}/{x}/{y}.png", "", "bad_address"),
            ("https://user:pw@example.org/{z}/{x}/{y}", "", "bad_address"),
            ("file:///etc/{z}/{x}/{y}", "", "bad_address"),
            ("ftp://example.org/{z}/{x}/{y}", "", "bad_address"),
            ("https://example.org/{z}/{x}/{y}/{q}", "", "bad_address"),
            (
                "https://webrd01.is.autonavi.com/appmaptile?x={x}&y={y}&z={z}",
                "",
                "shifted_map",
            ),
            ("https://qq.com/{z}/{x}/{y}", "", "shifted_map"),
            ("https://nqq.com/{z}/{x}/{y}", "", "taken"),
            ("", "", "missing"),
        ] {
            assert_eq!(code(template, secret), expected, "{template}");
        }
    }

    #[test]
    fn a_key_cannot_reach_out_of_its_place_and_no_tile_lies_beyond_the_world() {
        let source = Source {
            kind: "tiles".to_owned(),
            template: "https://example.org/{z}/{x}/{y}?tk={key}&a=1".to_owned(),
            secret: "a&b=/../#".to_owned(),
            most_zoom: 18,
            ..Source::default()
        };
        let url = source.tile(3, 7, 7).unwrap();
        assert_eq!(
            url.as_str(),
            "https://example.org/3/7/7?tk=a%26b%3D%2F..%2F%23&a=1"
        );
        assert!(source.tile(3, 8, 0).is_none());
        assert!(source.tile(19, 0, 0).is_none());
    }
}
