//! The last layer before the wire: says which listener was asked, and cuts connections for the faults that want it.

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
pub(crate) struct Secured(pub(crate) bool);

/// Marks a response that must never be sent: the connection is cut instead.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("cut by a fault")]
pub(crate) struct Cut;

#[derive(Debug, Clone)]
pub(super) struct Gate {
    router: Router,
    secured: bool,
}

impl Gate {
    pub(super) const fn new(router: Router, secured: bool) -> Self {
        Self { router, secured }
    }
}

impl<B> Service<Request<B>> for Gate
where
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    type Response = Response<Body>;
    type Error = Cut;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Cut>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Cut>> {
        Service::<Request<B>>::poll_ready(&mut self.router, context)
            .map_err(|never: Infallible| match never {})
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        request.extensions_mut().insert(Secured(self.secured));
        let answer = self.router.call(request);
        Box::pin(async move {
            let response = answer.await.map_err(|never: Infallible| match never {})?;
            match response.extensions().get::<Cut>() {
                Some(cut) => Err(*cut),
                None => Ok(response),
            }
        })
    }
}
