//! Groups and who is in them.

pub(crate) mod group;

use serde::Deserialize;
use serde_json::json;

use crate::address::{address, object_id};
use crate::client::Graph;
use crate::effect::Effect;
use crate::error::GraphError;
use crate::search::Search;
use group::{Group, SELECT};

/// "checkMemberGroups" takes no more at a time.
const MAX_CHECKED_GROUPS: usize = 20;

#[derive(Deserialize)]
struct MemberGroups {
    value: Vec<String>,
}

impl Graph {
    /// One group by object id ("Get group").
    pub async fn group(&self, id: &str) -> Result<Group, GraphError> {
        let call = self.get("/groups/{id}", &["groups", object_id(id)?], &[("$select", SELECT)])?;
        self.read(&call).await?.decode()
    }

    /// At most `top` groups in whose display name a word starts with each word of this text ("List groups", `$search`): also those that nobody
    /// can be added to, see [`Group::not_joinable`]. Nothing typed finds none. Served from an index that lags behind.
    pub async fn find_groups(&self, text: &str, top: u8) -> Result<Vec<Group>, GraphError> {
        let Some(search) = Search::parse(text).filter(|_| top > 0) else { return Ok(Vec::new()) };
        let call = self.search_call("/groups", "groups", SELECT, &search, top)?;
        let mut found: Vec<Group> = self.first_page(&call).await?;
        found.retain(|group| search.has_left_out(group.display_name.as_deref()));
        Ok(found)
    }

    /// Makes a user a direct member of a group ("Add members"). Repeating it changes nothing: who is a member already is no failure. Somebody
    /// who was just invited may be unknown there for a while, see [`GraphError::is_not_visible_yet`]; a 404 may mean the group, too.
    pub async fn add_group_member(&self, group: &str, user: &str) -> Result<Effect, GraphError> {
        let user = object_id(user)?;
        let reference = address(&self.client.base, &["directoryObjects", user], &[])?;
        let segments = ["groups", object_id(group)?, "members", "$ref"];
        let body = json!({ "@odata.id": reference.as_str() });
        let call = self.post("/groups/{id}/members/$ref", &segments, &body)?;
        match self.write(&call).await {
            Ok(_) => Ok(Effect::Made),
            Err(error) if is_member_already(&error) => Ok(Effect::AlreadySo),
            Err(error) => Err(error),
        }
    }

    /// Ends a user's direct membership in a group ("Remove member"); the user stays. Repeating it changes nothing. Who is no member is no
    /// failure, nor is a group that is gone: Graph answers both with 404.
    pub async fn remove_group_member(&self, group: &str, user: &str) -> Result<Effect, GraphError> {
        // Without the last segment it would be the user who is deleted.
        let segments = ["groups", object_id(group)?, "members", object_id(user)?, "$ref"];
        match self.write(&self.delete("/groups/{id}/members/{id}/$ref", &segments)?).await {
            Ok(_) => Ok(Effect::Made),
            Err(error) if error.is_not_found() => Ok(Effect::AlreadySo),
            Err(error) => Err(error),
        }
    }

    /// Whether a user is a direct member of a group; membership by way of another group does not count. By the address of one member, which is
    /// in Microsoft's description of the interface and on no page: 404 is answered for who is no member, and for a group that is not there.
    pub async fn is_direct_member(&self, group: &str, user: &str) -> Result<bool, GraphError> {
        let segments = ["groups", object_id(group)?, "members", object_id(user)?];
        let call = self.get("/groups/{id}/members/{id}", &segments, &[("$select", "id")])?;
        match self.read(&call).await {
            Ok(_) => Ok(true),
            Err(error) if error.is_not_found() => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Those of these groups that a user is a member of, directly or by way of other groups ("directoryObject: checkMemberGroups"). Changes
    /// nothing, so it is repeated as other reads are; 20 groups go into one request.
    pub async fn member_groups<T: AsRef<str>>(
        &self,
        user: &str,
        groups: &[T],
    ) -> Result<Vec<String>, GraphError> {
        let segments = ["users", object_id(user)?, "checkMemberGroups"];
        let groups: Vec<&str> = groups.iter().map(|id| object_id(id.as_ref())).collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for some in groups.chunks(MAX_CHECKED_GROUPS) {
            let call = self.post("/users/{id}/checkMemberGroups", &segments, &json!({ "groupIds": some }))?;
            found.extend(self.read(&call).await?.decode::<MemberGroups>()?.value);
        }
        Ok(found)
    }
}

/// "One or more added object references already exist for the following modified properties: 'members'."
fn is_member_already(error: &GraphError) -> bool {
    error.refusal().is_some_and(|refusal| {
        refusal.status == 400 && refusal.says_itself("added object references already exist")
    })
}
