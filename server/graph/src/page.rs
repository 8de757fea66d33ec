//! Lists that come in pages.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use crate::call::Call;
use crate::client::Graph;
use crate::error::GraphError;
use crate::send::GraphResponse;

/// A directory that answers with more pages than this is looping.
const MAX_PAGES: usize = 50;

#[derive(Deserialize)]
struct Page<T> {
    value: Vec<T>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
}

impl Graph {
    /// The first page only.
    pub(crate) async fn first_page<T: DeserializeOwned>(&self, call: &Call) -> Result<Vec<T>, GraphError> {
        Ok(self.read(call).await?.decode::<Page<T>>()?.value)
    }

    /// All pages.
    pub(crate) async fn all_pages<T: DeserializeOwned>(&self, call: Call) -> Result<Vec<T>, GraphError> {
        let first = self.read(&call).await?;
        self.pages_from(call, first).await
    }

    /// The first page, as the call was answered with, and all after it. The link is followed whole and as it is, but only to our own origin: it
    /// carries the token.
    pub(crate) async fn pages_from<T: DeserializeOwned>(
        &self,
        mut call: Call,
        mut response: GraphResponse,
    ) -> Result<Vec<T>, GraphError> {
        let mut all = Vec::new();
        for page_number in 1.. {
            let page: Page<T> = response.decode()?;
            all.extend(page.value);
            let Some(link) = page.next_link else { break };
            call.url = next(&self.client.base, &link, &response)?;
            if call.url == response.url || page_number == MAX_PAGES {
                return Err(response.unreadable("its pages do not end"));
            }
            response = self.read(&call).await?;
        }
        Ok(all)
    }
}

fn next(base: &Url, link: &str, response: &GraphResponse) -> Result<Url, GraphError> {
    let url = Url::parse(link).map_err(|_| response.unreadable("its next page has no address"))?;
    let ours = url.origin() == base.origin() && url.username().is_empty() && url.password().is_none();
    if ours { Ok(url) } else { Err(response.unreadable("its next page is at another origin")) }
}
