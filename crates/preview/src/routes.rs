//! The doors: `/`, `/NAME/…` for the screens, `/NAME/call/…`, `/NAME/events`, `/NAME/network`.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use tokio::sync::broadcast::error::RecvError;

use crate::phone::{Phone, Told};
use crate::{guard, screens};

/// A camera's file in base64, and room.
const MAX_BODY_BYTES: usize = 64 * 1024 * 1024;

type Phones = Arc<BTreeMap<String, Phone>>;

pub(crate) fn router(phones: Vec<Phone>, port: u16) -> Router {
    let phones: Phones = Arc::new(
        phones
            .into_iter()
            .map(|phone| (phone.name.clone(), phone))
            .collect(),
    );
    Router::new()
        .route("/", get(front))
        .route("/{name}", get(to_folder))
        .route("/{name}/", get(index))
        .route("/{name}/{*path}", get(screen))
        .route("/{name}/call/{command}", post(call))
        .route("/{name}/events", get(events))
        .route("/{name}/network", get(network).post(set_network))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(middleware::from_fn_with_state(port, guard::own_pages_only))
        .with_state(phones)
}

async fn front(State(phones): State<Phones>) -> Response {
    screens::phones(phones.keys().map(String::as_str)).into_response()
}

async fn to_folder(State(phones): State<Phones>, Path(name): Path<String>) -> Response {
    if phones.contains_key(&name) {
        Redirect::permanent(&format!("/{name}/")).into_response()
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

async fn index(State(phones): State<Phones>, Path(name): Path<String>) -> Response {
    show(&phones, &name, "")
}

async fn screen(
    State(phones): State<Phones>,
    Path((name, path)): Path<(String, String)>,
) -> Response {
    show(&phones, &name, &path)
}

fn show(phones: &Phones, name: &str, path: &str) -> Response {
    if phones.contains_key(name) {
        screens::file(path)
    } else {
        StatusCode::NOT_FOUND.into_response()
    }
}

async fn call(
    State(phones): State<Phones>,
    Path((name, command)): Path<(String, String)>,
    Json(args): Json<serde_json::Value>,
) -> Response {
    let Some(phone) = phones.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match phone.app().call(&command, args).await {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, Json(error)).into_response(),
    }
}

async fn events(State(phones): State<Phones>, Path(name): Path<String>) -> Response {
    let Some(phone) = phones.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let stream = futures_util::stream::unfold(phone.told.subscribe(), |mut told| async move {
        let event = match told.recv().await {
            Ok(Told::Progress(progress)) => Event::default()
                .event("progress")
                .data(progress.to_string()),
            // Whoever missed something loads again.
            Ok(Told::Changed) | Err(RecvError::Lagged(_)) => {
                Event::default().event("changed").data("{}")
            }
            Err(RecvError::Closed) => return None,
        };
        Some((Ok::<_, Infallible>(event), told))
    });
    Sse::new(stream)
        .keep_alive(KeepAlive::default())
        .into_response()
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Network {
    on: bool,
}

async fn network(State(phones): State<Phones>, Path(name): Path<String>) -> Response {
    let Some(phone) = phones.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    Json(Network {
        on: phone.machine.network(),
    })
    .into_response()
}

async fn set_network(
    State(phones): State<Phones>,
    Path(name): Path<String>,
    Json(wanted): Json<Network>,
) -> Response {
    let Some(phone) = phones.get(&name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    phone.set_network(wanted.on);
    Json(wanted).into_response()
}
