//! The clouds that Entra and Graph run in ("National clouds", "Microsoft Graph national cloud deployments").

use url::Url;

use super::issue::EnvReader;
use super::origin;

/// Which cloud.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CloudName {
    /// Global, GCC.
    Global,
    /// US Government L4 (GCC High).
    UsGov,
    /// US Government L5, the Department of Defense.
    Dod,
    /// China, operated by 21Vianet.
    China,
    /// Addresses from the configuration: the emulator, or another provider.
    Custom,
}

/// A cloud with its addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cloud {
    /// Which.
    pub name: CloudName,
    /// The origin of the login endpoints.
    pub authority: Url,
    /// The origin of Microsoft Graph.
    pub graph: Url,
    /// Graph as a resource in scopes, such as `https://graph.microsoft.com`: no slash at the end.
    pub resource: String,
}

impl Cloud {
    /// Addresses of one's own. Graph as a resource keeps its global name.
    pub fn custom(authority: Url, graph: Url) -> Self {
        let resource = "https://graph.microsoft.com".to_owned();
        Self { name: CloudName::Custom, authority, graph, resource }
    }

    /// Whether the authority is plain http on this machine, as an emulator is.
    pub fn is_on_loopback(&self) -> bool {
        self.authority.scheme() == "http" && origin::is_loopback(&self.authority)
    }

    /// Whether guests have sponsors there: the schemas of the national clouds have none ("invitation resource type").
    pub const fn has_sponsors(&self) -> bool {
        matches!(self.name, CloudName::Global | CloudName::Custom)
    }

    fn national(name: CloudName, login: &str, graph: &str) -> Option<Self> {
        let resource = format!("https://{graph}");
        let authority = Url::parse(&format!("https://{login}")).ok()?;
        Some(Self { name, authority, graph: Url::parse(&resource).ok()?, resource })
    }

    pub(super) fn read(reader: &mut EnvReader<'_>) -> Option<Self> {
        let name = match reader.text("VESTIBULE_ENTRA_CLOUD").as_deref() {
            None | Some("global") => CloudName::Global,
            Some("usgov") => CloudName::UsGov,
            Some("dod") => CloudName::Dod,
            Some("china") => CloudName::China,
            Some("custom") => return read_custom(reader),
            Some(other) => {
                reader.add_issue(
                    "VESTIBULE_ENTRA_CLOUD",
                    format!("{other:?} is no cloud we know"),
                    "Give global, usgov, dod, china or custom",
                );
                return None;
            }
        };
        for variable in ["VESTIBULE_ENTRA_AUTHORITY", "VESTIBULE_GRAPH_URL"] {
            if reader.text(variable).is_some() {
                let advice = "Leave it out, or set VESTIBULE_ENTRA_CLOUD to custom";
                reader.add_issue(variable, "is for VESTIBULE_ENTRA_CLOUD=custom only", advice);
            }
        }
        match name {
            CloudName::UsGov => Self::national(name, "login.microsoftonline.us", "graph.microsoft.us"),
            CloudName::Dod => Self::national(name, "login.microsoftonline.us", "dod-graph.microsoft.us"),
            CloudName::China => {
                Self::national(name, "login.partner.microsoftonline.cn", "microsoftgraph.chinacloudapi.cn")
            }
            _ => Self::national(name, "login.microsoftonline.com", "graph.microsoft.com"),
        }
    }
}

fn read_custom(reader: &mut EnvReader<'_>) -> Option<Cloud> {
    let mut origin_of = |variable| {
        let advice = "Give an origin without path: https://host, or http://localhost:port";
        if reader.text(variable).is_none() {
            reader.add_issue(variable, "is not set; VESTIBULE_ENTRA_CLOUD=custom needs it", advice);
        }
        reader.parsed(variable, advice, origin::parse)
    };
    let (authority, graph) = (origin_of("VESTIBULE_ENTRA_AUTHORITY"), origin_of("VESTIBULE_GRAPH_URL"));
    Some(Cloud::custom(authority?, graph?))
}
