//! Shows phones in a browser: the phone's screens over the real `app`, one phone a path.
//!
//! For developing and for the demonstration; never shipped in the app. Listens on this machine
//! only. Knows no visit and no household: it passes commands on. Start at [`serve`]; a phone's
//! clock, keys and aeroplane switch are in `machine.rs`, the doors in `routes.rs`.

mod guard;
mod machine;
mod phone;
mod routes;
mod screens;

use std::net::SocketAddr;

pub use phone::Phone;

/// Why the preview could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The preview has no sign-in: anybody who reaches it holds the phone.
    #[error("{0} is not an address of this machine alone")]
    NotLoopback(SocketAddr),
    #[error("the phone {name} could not be opened")]
    Phone {
        name: String,
        source: app::OpenError,
    },
    /// A name is part of an address.
    #[error("a phone's name is letters, digits and dashes")]
    BadName,
    #[error("the phone {name} could not enrol: {code:?}")]
    Enrol { name: String, code: app::ErrorCode },
    #[error("the address could not be listened on")]
    Listen(#[from] std::io::Error),
}

/// Serves `phones` until the process ends.
pub async fn serve(phones: Vec<Phone>, listen: SocketAddr) -> Result<(), Error> {
    let listener = bind(listen).await?;
    serve_on(listener, phones).await
}

/// Takes the address, so that the caller knows the port before anything is served.
pub async fn bind(listen: SocketAddr) -> Result<tokio::net::TcpListener, Error> {
    if !listen.ip().is_loopback() {
        return Err(Error::NotLoopback(listen));
    }
    Ok(tokio::net::TcpListener::bind(listen).await?)
}

/// Serves `phones` on a listener from [`bind`].
pub async fn serve_on(listener: tokio::net::TcpListener, phones: Vec<Phone>) -> Result<(), Error> {
    let port = listener.local_addr()?.port();
    for phone in &phones {
        tokio::spawn(phone.app().clone().keep_rounds());
    }
    Ok(axum::serve(listener, routes::router(phones, port)).await?)
}
