//! Versions of the checklist: looked at, checked and published by an administrator.

use axum::Json;
use axum::extract::{Path, State};
use domain::checklist::overlay::Fault;
use domain::checklist::{Item, Scope, Section, Template, base};
use domain::time::{Timestamp, parse_date};

use super::params;
use super::session::Signed;
use super::views::{
    ChecklistList, ChecklistPage, ChecklistVersion, FormItem, FormSection, Labelled, OverlayCheck,
    OverlayFault, OverlayForm, PublishForm,
};
use crate::app::Shared;
use crate::checklist::{self, publish};
use crate::county::County;
use crate::db::{Reader, Row};
use crate::error::Error;
use crate::routes::extract;

#[utoipa::path(get, path = "/v1/console/checklists", tag = "console", security(("console" = [])),
    responses((status = 200, body = ChecklistList), (status = 403, description = "not_allowed")))]
pub async fn list(State(app): State<Shared>, signed: Signed) -> Result<Json<ChecklistList>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.clone(), app.now());
    let list = app
        .db
        .read(move |reader| read(reader, &county, now))
        .await?;
    Ok(Json(list))
}

#[utoipa::path(get, path = "/v1/console/checklists/{version}", tag = "console",
    security(("console" = [])), params(("version" = String, Path)),
    responses((status = 200, body = ChecklistPage), (status = 403, description = "not_allowed"),
        (status = 404, description = "not_found")))]
pub async fn page(
    State(app): State<Shared>,
    signed: Signed,
    Path(version): Path<String>,
) -> Result<Json<ChecklistPage>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.clone(), app.now());
    let page = app
        .db
        .read(move |reader| {
            let list = read(reader, &county, now)?;
            let mut versions = list.versions.into_iter();
            let row = versions
                .find(|one| one.version == version)
                .ok_or_else(Error::not_found)?;
            let overlay = reader.first(
                "select overlay from checklist where county_id = $1 and version = $2",
                &[county.id.into(), (&version).into()],
            )?;
            let overlay = overlay
                .map(|row| row.optional_text("overlay"))
                .transpose()?;
            let template = checklist::to_show(reader, &county, &version)?;
            Ok::<_, Error>(ChecklistPage {
                version: row,
                overlay: overlay.flatten(),
                sections: form(&template),
            })
        })
        .await?;
    Ok(Json(page))
}

#[utoipa::path(post, path = "/v1/console/checklists/check", tag = "console",
    security(("console" = [])), request_body = OverlayForm,
    responses((status = 200, body = OverlayCheck), (status = 403, description = "not_allowed")))]
pub async fn check(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(wanted): extract::Json<OverlayForm>,
) -> Result<Json<OverlayCheck>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.clone(), app.now());
    let today = Timestamp::from_ms(now).shanghai_date();
    let built = app
        .db
        .read(move |reader| publish::look(reader, &county, &wanted.overlay, today))
        .await?;
    Ok(Json(match built {
        Ok(built) => OverlayCheck {
            version: Some(built.template.version.clone()),
            faults: Vec::new(),
            sections: form(&built.template),
        },
        Err(faults) => OverlayCheck {
            version: None,
            faults: faults.iter().map(fault).collect(),
            sections: Vec::new(),
        },
    }))
}

#[utoipa::path(post, path = "/v1/console/checklists/publish", tag = "console",
    security(("console" = [])), request_body = PublishForm,
    responses((status = 200, body = ChecklistList),
        (status = 400, description = "overlay_faulty, not_a_date, in_the_past, too_long"),
        (status = 403, description = "not_allowed")))]
pub async fn publish(
    State(app): State<Shared>,
    signed: Signed,
    extract::Json(wanted): extract::Json<PublishForm>,
) -> Result<Json<ChecklistList>, Error> {
    signed.needs_administrator()?;
    let (county, now) = (app.county.clone(), app.now());
    let from = parse_date(&wanted.from).ok_or_else(|| Error::bad("not_a_date", "from"))?;
    // What was answered already was asked by another.
    if from < Timestamp::from_ms(now).shanghai_date() {
        return Err(Error::bad("in_the_past", "from"));
    }
    params::words(&wanted.note, "note")?;
    let list = app
        .db
        .write(move |tx| {
            let wish = publish::Wish {
                overlay: &wanted.overlay,
                from,
                note: wanted.note.trim(),
            };
            match publish::publish(tx, &county, signed.person, &wish, now)? {
                Ok(_) => read(tx, &county, now),
                Err(faults) => {
                    let path = faults.first().map(|fault| fault.path.clone());
                    Err(Error::bad("overlay_faulty", path.unwrap_or_default()))
                }
            }
        })
        .await?;
    Ok(Json(list))
}

fn read(reader: &mut Reader<'_>, county: &County, now: i64) -> Result<ChecklistList, Error> {
    let today = Timestamp::from_ms(now).shanghai_date();
    let in_force = checklist::in_force(reader, county, today)?.version.clone();
    let rows = reader.query(
        "select c.version, c.base, c.starts, c.note, c.published_ms,
             p.name
         from checklist c
         left join person p on p.county_id = c.county_id and p.person_id = c.published_by
         where c.county_id = $1 order by c.published_ms desc, c.version desc",
        &[county.id.into()],
    )?;
    let mut versions = Vec::with_capacity(rows.len());
    for row in &rows {
        versions.push(version(reader, county, row, &today.to_string(), &in_force)?);
    }
    let own = versions.iter().filter(|one| !one.is_base);
    let last = own.filter_map(|one| one.version.rsplit('.').next()?.parse::<u32>().ok());
    let next = last.max().unwrap_or(0).saturating_add(1);
    Ok(ChecklistList {
        base: base().version.clone(),
        in_force,
        next: format!("{}.{next}", county.code),
        today: today.to_string(),
        versions,
    })
}

fn version(
    reader: &mut Reader<'_>,
    county: &County,
    row: &Row,
    today: &str,
    in_force: &str,
) -> Result<ChecklistVersion, Error> {
    let version = row.text("version")?;
    let from = row.text("starts")?;
    let is_base = row.text("base")? == version;
    let template = checklist::to_show(reader, county, &version)?;
    let asked = template.sections.iter().filter(|section| !section.hidden);
    let items = asked.flat_map(|section| &section.items);
    let state = if version == in_force {
        "in_force"
    } else if !is_base && from.as_str() > today {
        "future"
    } else {
        "replaced"
    };
    Ok(ChecklistVersion {
        base: row.text("base")?,
        is_base,
        state: state.to_owned(),
        note: row.text("note")?,
        published_ms: row.int("published_ms")?,
        published_by: row.optional_text("name")?,
        items: u32::try_from(items.filter(|item| !item.hidden).count()).unwrap_or(u32::MAX),
        version,
        from,
    })
}

fn fault(fault: &Fault) -> OverlayFault {
    OverlayFault {
        path: fault.path.clone(),
        code: fault.code.as_str().to_owned(),
        zh: fault.zh(),
        en: fault.en(),
    }
}

/// What a phone would ask, in its order, beside the base.
fn form(template: &Template) -> Vec<FormSection> {
    let base = base();
    let sections = template.sections.iter();
    sections
        .map(|section| FormSection {
            code: section.code.clone(),
            zh: section.title_zh.clone(),
            en: section.title_en.clone(),
            scope: match section.scope {
                Scope::Visit => "visit",
                Scope::Household => "household",
                Scope::Member => "member",
            }
            .to_owned(),
            change: changed_section(section, base.section(&section.code)).to_owned(),
            profiles: template
                .profiles
                .iter()
                .filter(|profile| profile.has(&section.code))
                .map(|profile| profile.code.clone())
                .collect(),
            items: section
                .items
                .iter()
                .map(|item| form_item(item, base.item(&item.code).map(|(_, item)| item)))
                .collect(),
        })
        .collect()
}

fn changed_section(section: &Section, before: Option<&Section>) -> &'static str {
    match before {
        _ if section.hidden => "hidden",
        None => "new",
        Some(before)
            if (&before.title_zh, &before.title_en) != (&section.title_zh, &section.title_en) =>
        {
            "changed"
        }
        Some(_) => "same",
    }
}

fn form_item(item: &Item, before: Option<&Item>) -> FormItem {
    let limit = |limit: Option<domain::checklist::Decimal>| limit.map(|limit| limit.to_string());
    FormItem {
        code: item.code.clone(),
        zh: item.label_zh.clone(),
        en: item.label_en.clone(),
        kind: item.answer_type.as_str().to_owned(),
        required: item.required,
        conditional: item.show_if.is_some(),
        change: match before {
            _ if item.hidden => "hidden",
            None => "new",
            Some(before) if is_changed(item, before) => "changed",
            Some(_) => "same",
        }
        .to_owned(),
        options: item
            .options
            .iter()
            .map(|option| Labelled {
                code: option.code.clone(),
                zh: option.zh.clone(),
                en: option.en.clone().unwrap_or_else(|| option.zh.clone()),
            })
            .collect(),
        min: limit(item.min),
        max: limit(item.max),
    }
}

fn is_changed(item: &Item, before: &Item) -> bool {
    let photos = |item: &Item| item.photo.as_ref().map(|rule| (rule.min, rule.max));
    (&item.label_zh, &item.label_en, &item.help_zh, &item.help_en)
        != (
            &before.label_zh,
            &before.label_en,
            &before.help_zh,
            &before.help_en,
        )
        || (item.min, item.max, item.decimals, item.max_length)
            != (before.min, before.max, before.decimals, before.max_length)
        || (item.required, &item.options, &item.unit, &item.unit_en)
            != (
                before.required,
                &before.options,
                &before.unit,
                &before.unit_en,
            )
        || photos(item) != photos(before)
}
