//! What people at the county see and decide, in a browser. Contract: [`views`].
//!
//! Every query is bounded by the session's scope ([`session::Scope`]): the county, towns, or
//! villages. Decisions go through the same rules as a captain's phone.

mod answers;
mod aside;
mod aside_decide;
mod audit;
mod batches;
mod bundles;
mod campaign_coverage;
mod campaign_homes;
mod campaign_save;
mod campaigns;
mod checklists;
mod decide;
mod devices;
mod entries;
mod entry_notice;
mod entry_page;
mod entry_save;
mod entry_waiting;
mod evidence;
mod facts;
mod helper_lists;
mod helper_load;
mod helper_move;
mod helper_plans;
mod helper_terms;
mod helpers;
mod household_book;
mod households;
mod jobs;
mod keys;
mod labels;
mod ledgers;
mod overview;
mod params;
mod people;
mod photo_matches;
mod photo_settings;
mod photos;
mod policy_card;
mod problem_move;
mod problem_page;
mod problems;
mod query;
mod roster;
mod session;
mod sign_in;
pub mod spa;
mod team;
mod units;
pub mod views;
mod villages;
mod visit_page;
mod visit_photos;
mod visits;

#[cfg(test)]
mod typescript;

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
        .routes(routes!(overview::towns))
        .routes(routes!(batches::list))
        .routes(routes!(batches::page))
        .routes(routes!(batches::accept_clean))
        .routes(routes!(visits::list))
        .routes(routes!(visit_page::page))
        .routes(routes!(decide::decide))
        .routes(routes!(photos::photo))
        .routes(routes!(problems::search))
        .routes(routes!(problems::choices))
        .routes(routes!(problems::raise))
        .routes(routes!(problem_page::page))
        .routes(routes!(evidence::page))
        .routes(routes!(problem_move::one))
        .routes(routes!(problem_move::many))
        .routes(routes!(units::list, units::set))
        .routes(routes!(ledgers::list))
        .routes(routes!(entries::search))
        .routes(routes!(entry_waiting::waiting))
        .routes(routes!(entry_save::save))
        .routes(routes!(entry_page::page))
        .routes(routes!(entry_save::moved))
        .routes(routes!(entry_notice::notice))
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
        .routes(routes!(households::search))
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
        .routes(routes!(team::search))
        .routes(routes!(people::search))
        .routes(routes!(people::enrol))
        .routes(routes!(aside::list))
        .routes(routes!(bundles::list))
        .routes(routes!(aside::page))
        .routes(routes!(aside_decide::decide))
        .routes(routes!(aside_decide::content))
        .routes(routes!(aside_decide::export))
        .routes(routes!(devices::search))
        .routes(routes!(devices::revoke))
        .routes(routes!(audit::list))
        .routes(routes!(jobs::page))
        .routes(routes!(jobs::stop))
        .routes(routes!(jobs::file))
        .routes(routes!(keys::list))
        .routes(routes!(keys::replace))
        .merge(
            OpenApiRouter::new()
                .routes(routes!(roster::import))
                .layer(roster::limit()),
        )
        .merge(
            OpenApiRouter::new()
                .routes(routes!(bundles::import))
                .layer(bundles::limit()),
        )
}
