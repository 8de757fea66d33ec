//! The outermost service of a connection: marks requests that came over TLS, and closes the connection for faults.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    BoxError, Router,
    body::{Body, Bytes, HttpBody},
    response::Response,
};
use http::Request;
use tower::Service;

/// Whether the request came over TLS.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsTls(pub(crate) bool);

/// Marks a response that is not sent: the connection is closed instead.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("cut by a fault")]
pub(crate) struct CloseConnection;

#[derive(Debug, Clone)]
pub(super) struct ConnectionService {
    router: Router,
    secured: bool,
}

impl ConnectionService {
    pub(super) const fn new(router: Router, secured: bool) -> Self {
        Self { router, secured }
    }
}

impl<B> Service<Request<B>> for ConnectionService
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = CloseConnection;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, CloseConnection>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), CloseConnection>> {
        Service::<Request<B>>::poll_ready(&mut self.router, context)
            .map_err(|never: Infallible| match never {})
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        request.extensions_mut().insert(IsTls(self.secured));
        let answer = self.router.call(request);
        Box::pin(async move {
            let response = answer.await.map_err(|never: Infallible| match never {})?;
            match response.extensions().get::<CloseConnection>() {
                Some(cut) => Err(*cut),
                None => Ok(response),
            }
        })
    }
}
