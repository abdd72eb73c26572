//! What people at the county see and decide, in a browser. Contract: [`views`].
//!
//! Every query is bounded by the session's scope ([`session::Scope`]): the county, towns, or
//! villages. Decisions go through the same rules as a captain's phone.

mod answers;
mod area_figures;
mod aside;
mod aside_decide;
mod audit;
mod backups;
mod batches;
mod bundles;
pub(crate) mod campaign_coverage;
mod campaign_homes;
mod campaign_save;
mod campaigns;
mod checklists;
mod compliance;
mod decide;
mod devices;
mod entries;
mod entry_notice;
mod entry_page;
mod entry_save;
mod entry_waiting;
mod evidence;
mod fact_edit;
mod facts;
mod helper_lists;
mod helper_load;
mod helper_move;
mod helper_plans;
mod helper_terms;
mod helpers;
mod helping_unit_rows;
mod helping_units;
mod household_book;
mod household_search;
mod households;
mod imports;
mod jobs;
mod keys;
pub(crate) mod labels;
mod ledgers;
mod map;
mod map_boundaries;
mod map_homes;
mod map_source;
mod overdue;
mod overview;
mod overview_work;
mod params;
mod people;
mod person_edit;
mod person_leave;
mod person_mentor;
mod person_page;
mod photo_desk;
mod photo_matches;
mod photo_settings;
mod photo_shots;
mod photos;
mod policy_card;
mod problem_filters;
mod problem_move;
mod problem_page;
mod problem_search;
mod problems;
pub(crate) mod query;
mod reports;
mod roster;
pub(crate) mod session;
mod sign_in;
pub mod spa;
mod spot_items;
mod spot_problem;
mod spots;
mod step_words;
mod team_sync;
mod teams;
mod units;
pub mod views;
mod villages;
mod visit_page;
mod visit_photos;
mod visits;

#[cfg(test)]
mod typescript;

use axum::http::{HeaderValue, header};
use tower_http::set_header::SetResponseHeaderLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::Shared;

pub use session::COOKIE;

pub fn routes() -> OpenApiRouter<Shared> {
    OpenApiRouter::new()
        .routes(routes!(sign_in::sign_in))
        .routes(routes!(sign_in::sign_out))
        .routes(routes!(sign_in::me))
        .routes(routes!(overview::overview))
        .routes(routes!(overview::villages))
        .routes(routes!(overview::towns))
        .routes(routes!(batches::list))
        .routes(routes!(batches::page))
        .routes(routes!(batches::accept_clean))
        .routes(routes!(visits::list))
        .routes(routes!(visit_page::page))
        .routes(routes!(decide::decide))
        .routes(routes!(photos::photo))
        .routes(routes!(problem_search::search))
        .routes(routes!(problem_search::lines))
        .routes(routes!(problem_filters::list, problem_filters::save))
        .routes(routes!(problem_filters::delete))
        .routes(routes!(problems::choices))
        .routes(routes!(problems::raise))
        .routes(routes!(problem_page::page))
        .routes(routes!(evidence::page))
        .routes(routes!(problem_move::one))
        .routes(routes!(problem_move::many))
        .routes(routes!(units::list, units::set))
        .routes(routes!(spots::list, spots::make))
        .routes(routes!(spots::preview))
        .routes(routes!(spots::page))
        .routes(routes!(spots::cancel))
        .routes(routes!(spots::proof))
        .routes(routes!(spot_items::search))
        .routes(routes!(spot_items::page))
        .routes(routes!(spot_items::record))
        .routes(routes!(spot_problem::raise))
        .routes(routes!(ledgers::list))
        .routes(routes!(entries::search))
        .routes(routes!(entry_waiting::waiting))
        .routes(routes!(entry_save::save))
        .routes(routes!(entry_page::page))
        .routes(routes!(entry_save::moved))
        .routes(routes!(entry_notice::notice))
        .routes(routes!(photo_desk::missing))
        .routes(routes!(photo_desk::visitors))
        .routes(routes!(photo_desk::unverified))
        .routes(routes!(photo_matches::list))
        .routes(routes!(photo_matches::settle))
        .routes(routes!(photo_settings::get, photo_settings::set))
        .routes(routes!(campaigns::list, campaign_save::create))
        .routes(routes!(campaign_save::preview))
        .routes(routes!(campaigns::page))
        .routes(routes!(campaign_save::change))
        .routes(routes!(campaign_save::cancel))
        .routes(routes!(campaign_homes::search))
        .routes(routes!(checklists::list))
        .routes(routes!(checklists::page))
        .routes(routes!(checklists::check))
        .routes(routes!(checklists::publish))
        .routes(routes!(params::list, params::add))
        .routes(routes!(policy_card::get, policy_card::set))
        .routes(routes!(household_search::search))
        .routes(routes!(households::page))
        .routes(routes!(household_book::book))
        .routes(routes!(villages::list))
        .routes(routes!(household_book::codes))
        .routes(routes!(households::id_number))
        .routes(routes!(helpers::page, helpers::change))
        .routes(routes!(helper_lists::unhelped))
        .routes(routes!(helper_lists::people))
        .routes(routes!(helper_plans::upcoming))
        .routes(routes!(helper_terms::terms))
        .routes(routes!(helper_terms::post))
        .routes(routes!(helper_move::preview))
        .routes(routes!(helper_move::carry_out))
        .routes(routes!(facts::resolve))
        .routes(routes!(team_sync::search))
        .routes(routes!(fact_edit::open))
        .routes(routes!(fact_edit::save))
        .routes(routes!(fact_edit::changes))
        .routes(routes!(people::search))
        .routes(routes!(people::enrol))
        .routes(routes!(person_edit::make))
        .routes(routes!(person_page::page, person_edit::change))
        .routes(routes!(person_edit::end))
        .routes(routes!(person_leave::preview))
        .routes(routes!(person_leave::carry_out))
        .routes(routes!(person_leave::stay))
        .routes(routes!(person_mentor::set))
        .routes(routes!(person_edit::bring_back))
        .routes(routes!(person_edit::set_sign_in))
        .routes(routes!(person_edit::remove_sign_in))
        .routes(routes!(person_edit::reset_totp))
        .routes(routes!(teams::list, teams::save))
        .routes(routes!(teams::history))
        .routes(routes!(helping_units::search))
        .routes(routes!(helping_units::save))
        .routes(routes!(helping_units::page))
        .routes(routes!(helping_units::end))
        .routes(routes!(helping_units::link))
        .routes(routes!(compliance::page, compliance::turn))
        .routes(routes!(backups::list, backups::begin))
        .routes(routes!(aside::list))
        .routes(routes!(bundles::list))
        .routes(routes!(aside::page))
        .routes(routes!(aside_decide::decide))
        .routes(routes!(aside_decide::content))
        .routes(routes!(aside_decide::export))
        .routes(routes!(devices::search))
        .routes(routes!(devices::revoke))
        .routes(routes!(imports::look_again))
        .routes(routes!(imports::confirm))
        .routes(routes!(imports::list))
        .routes(routes!(imports::page))
        .routes(routes!(imports::take_back))
        .routes(routes!(audit::search))
        .routes(routes!(audit::export))
        .routes(routes!(reports::list))
        .routes(routes!(reports::rows))
        .routes(routes!(reports::export))
        .routes(routes!(jobs::page))
        .routes(routes!(jobs::stop))
        .routes(routes!(jobs::file))
        .routes(routes!(keys::list))
        .routes(routes!(keys::replace))
        .routes(routes!(map::page))
        .routes(routes!(map::boundaries))
        .routes(routes!(map_boundaries::take_back))
        .routes(routes!(map_homes::homes))
        .routes(routes!(map_source::get, map_source::set))
        .routes(routes!(map_source::tile))
        .routes(routes!(map_source::file))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(map_boundaries::bring))
                .layer(map_boundaries::limit()),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(roster::import))
                .layer(roster::limit()),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(imports::look))
                .layer(imports::limit()),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(bundles::import))
                .layer(bundles::limit()),
        )
        // Whoever sits down at the same machine next finds no household in the browser's cache;
        // what may lie there says so itself.
        .layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-store"),
        ))
        .layer(SetResponseHeaderLayer::overriding(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ))
}
