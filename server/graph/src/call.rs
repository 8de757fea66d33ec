//! Requests to be made.

use reqwest::Method;
use serde::Serialize;
use url::Url;

use crate::address::address;
use crate::client::Graph;
use crate::error::GraphError;
use crate::search::Search;

/// One request to be made.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// For the log: the path with placeholders, no ids and no query.
    pub(crate) path: &'static str,
    pub(crate) url: Url,
    pub(crate) body: Option<Vec<u8>>,
    /// Advanced query; has to be said again for every page.
    pub(crate) eventual: bool,
    /// For the log: how many calls there are in it, if it is a batch.
    pub(crate) parts: Option<usize>,
}

impl Graph {
    /// A GET below `/v1.0`.
    pub(crate) fn get(
        &self,
        path: &'static str,
        segments: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Call, GraphError> {
        let url = address(&self.client.base, segments, query)?;
        Ok(Call { method: Method::GET, path, url, body: None, eventual: false, parts: None })
    }

    /// A GET for objects of a list by words of their display names: an advanced query, answered from a lagging index.
    pub(crate) fn search_call(
        &self,
        path: &'static str,
        list: &str,
        select: &str,
        search: &Search<'_>,
        top: u8,
    ) -> Result<Call, GraphError> {
        let query = [("$select", select), ("$search", &search.to_odata()), ("$top", &top.to_string())];
        let mut call = self.get(path, &[list], &query)?;
        call.eventual = true;
        Ok(call)
    }

    /// A POST of this as JSON below `/v1.0`.
    pub(crate) fn post<T: Serialize>(
        &self,
        path: &'static str,
        segments: &[&str],
        body: &T,
    ) -> Result<Call, GraphError> {
        self.with_body(Method::POST, path, segments, body)
    }

    /// A POST without a body below `/v1.0`: an action that takes nothing.
    pub(crate) fn act(&self, path: &'static str, segments: &[&str]) -> Result<Call, GraphError> {
        let url = address(&self.client.base, segments, &[])?;
        Ok(Call { method: Method::POST, path, url, body: None, eventual: false, parts: None })
    }

    /// A PATCH of this as JSON below `/v1.0`.
    pub(crate) fn patch<T: Serialize>(
        &self,
        path: &'static str,
        segments: &[&str],
        body: &T,
    ) -> Result<Call, GraphError> {
        self.with_body(Method::PATCH, path, segments, body)
    }

    /// A DELETE below `/v1.0`.
    pub(crate) fn delete(&self, path: &'static str, segments: &[&str]) -> Result<Call, GraphError> {
        let url = address(&self.client.base, segments, &[])?;
        Ok(Call { method: Method::DELETE, path, url, body: None, eventual: false, parts: None })
    }

    fn with_body<T: Serialize>(
        &self,
        method: Method,
        path: &'static str,
        segments: &[&str],
        body: &T,
    ) -> Result<Call, GraphError> {
        let url = address(&self.client.base, segments, &[])?;
        let body = serde_json::to_vec(body).map_err(|_| GraphError::Invalid("the body"))?;
        Ok(Call { method, path, url, body: Some(body), eventual: false, parts: None })
    }
}
