//! The directory extensions that applications define: attributes of a tenant's own.

pub(crate) mod extension_type;

use serde::Deserialize;

use crate::address::application_segment;
use crate::client::Graph;
use crate::error::GraphError;
use crate::json::{optional_bool, texts};
use extension_type::ExtensionType;

/// The definition of a directory extension ("extensionProperty resource type").
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtensionProperty {
    /// `name`: the whole name, `extension_<application id without hyphens>_<name>`
    #[serde(deserialize_with = "crate::json::id")]
    pub name: String,
    /// `dataType`
    #[serde(default)]
    pub data_type: ExtensionType,
    /// `isMultiValued`; absent if Graph did not say
    #[serde(default, deserialize_with = "optional_bool")]
    pub is_multi_valued: Option<bool>,
    /// `targetObjects`: the kinds of objects that can have it
    #[serde(default, deserialize_with = "texts")]
    pub target_objects: Vec<String>,
}

impl ExtensionProperty {
    /// Whether users can have it.
    pub fn is_for_users(&self) -> bool {
        self.target_objects.iter().any(|kind| kind.eq_ignore_ascii_case("User"))
    }
}

impl Graph {
    /// The directory extensions that an application of this tenant defines, by its application (client) id ("List extensionProperties"). An application
    /// that is registered elsewhere is not found, although what it defines can be written here.
    pub async fn extension_properties(&self, app_id: &str) -> Result<Vec<ExtensionProperty>, GraphError> {
        let segment = application_segment(app_id)?;
        let segments = [segment.as_str(), "extensionProperties"];
        let call = self.get("/applications(appId='{id}')/extensionProperties", &segments, &[])?;
        self.all_pages(call).await
    }
}
