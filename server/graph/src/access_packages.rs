//! Access packages: bundles of access that are assigned to somebody, also to one who is no user yet (entitlement management).

pub(crate) mod assignment;
pub(crate) mod package;

use std::fmt;

use serde_json::json;

use crate::address::object_id;
use crate::client::Graph;
use crate::error::GraphError;
use crate::filter::literal;
use assignment::{Assignment, AssignmentRequest};
use package::AccessPackage;

const ROOT: [&str; 2] = ["identityGovernance", "entitlementManagement"];
const PACKAGE_SELECT: &str = "id,displayName,description,isHidden";

/// Who is to have an access package.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum AssignmentTarget<'a> {
    /// A user of the tenant, by object id.
    User(&'a str),
    /// An address of somebody who is no user yet, where the policy covers their organisation: they become a guest, without a mail. Reported to be
    /// refused for the address of a guest whose sign-in is blocked; their object id is taken.
    Address(&'a str),
}

impl fmt::Debug for AssignmentTarget<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::User(_)) { "User" } else { "Address" })
    }
}

impl Graph {
    /// One access package with its policies ("Get accessPackage").
    pub async fn access_package(&self, id: &str) -> Result<AccessPackage, GraphError> {
        let segments = [ROOT[0], ROOT[1], "accessPackages", object_id(id)?];
        let query = [("$select", PACKAGE_SELECT), ("$expand", "assignmentPolicies")];
        let call =
            self.get("/identityGovernance/entitlementManagement/accessPackages/{id}", &segments, &query)?;
        self.read(&call).await?.decode()
    }

    /// At most `top` access packages whose name contains this text, without their policies ("List accessPackages"). Nothing typed finds none.
    pub async fn find_access_packages(
        &self,
        text: &str,
        top: usize,
    ) -> Result<Vec<AccessPackage>, GraphError> {
        let text = text.trim().to_lowercase();
        if text.is_empty() || top == 0 {
            return Ok(Vec::new());
        }
        let filter = format!("contains(tolower(displayName),{})", literal(&text));
        let segments = [ROOT[0], ROOT[1], "accessPackages"];
        let query = [("$select", PACKAGE_SELECT), ("$filter", filter.as_str())];
        let call = self.get("/identityGovernance/entitlementManagement/accessPackages", &segments, &query)?;
        // The page names no `$top`.
        let mut found = self.first_page(&call).await?;
        found.truncate(top);
        Ok(found)
    }

    /// Asks, as an administrator, that somebody has an access package by one of its policies ("Create accessPackageAssignmentRequest",
    /// `adminAdd`). What it gives comes later: the request is followed with [`assignment_request`](Self::assignment_request). Sent once; what a
    /// second one does is not documented, so look the assignments up before asking again.
    pub async fn request_access_package(
        &self,
        package: &str,
        policy: &str,
        target: AssignmentTarget<'_>,
    ) -> Result<AssignmentRequest, GraphError> {
        let mut assignment =
            json!({ "accessPackageId": object_id(package)?, "assignmentPolicyId": object_id(policy)? });
        match target {
            AssignmentTarget::User(id) => assignment["targetId"] = object_id(id)?.into(),
            AssignmentTarget::Address(address) if address.trim().is_empty() => {
                return Err(GraphError::Invalid("an empty address"));
            }
            AssignmentTarget::Address(address) => assignment["target"] = json!({ "email": address }),
        }
        self.request_assignment("adminAdd", &assignment).await
    }

    /// Asks, as an administrator, that an assignment ends ("Create accessPackageAssignmentRequest", `adminRemove`). Sent once; followed as the one
    /// that made it. Who loses their last assignment may be blocked and later deleted, by the tenant's settings.
    pub async fn remove_access_package(&self, assignment: &str) -> Result<AssignmentRequest, GraphError> {
        self.request_assignment("adminRemove", &json!({ "id": object_id(assignment)? })).await
    }

    /// Cancels a request that nothing has come of yet ("accessPackageAssignmentRequest: cancel"), see
    /// [`RequestState::is_cancelable`](crate::RequestState::is_cancelable). Sent once. One that is not open any more is refused, so follow it
    /// afterwards. Whether an application may is not certain: the page takes none in its table of permissions, and one with a role on the catalog in
    /// its text.
    pub async fn cancel_assignment_request(&self, id: &str) -> Result<(), GraphError> {
        let segments = [ROOT[0], ROOT[1], "assignmentRequests", object_id(id)?, "cancel"];
        let path = "/identityGovernance/entitlementManagement/assignmentRequests/{id}/cancel";
        self.write(&self.act(path, &segments)?).await.map(drop)
    }

    /// A request with its assignment and whose that is ("Get accessPackageAssignmentRequest").
    pub async fn assignment_request(&self, id: &str) -> Result<AssignmentRequest, GraphError> {
        let segments = [ROOT[0], ROOT[1], "assignmentRequests", object_id(id)?];
        let path = "/identityGovernance/entitlementManagement/assignmentRequests/{id}";
        let call = self.get(path, &segments, &[("$expand", "assignment($expand=target)")])?;
        self.read(&call).await?.decode()
    }

    /// An assignment and whose it is ("Get accessPackageAssignment").
    pub async fn assignment(&self, id: &str) -> Result<Assignment, GraphError> {
        let segments = [ROOT[0], ROOT[1], "assignments", object_id(id)?];
        let path = "/identityGovernance/entitlementManagement/assignments/{id}";
        self.read(&self.get(path, &segments, &[("$expand", "target")])?).await?.decode()
    }

    /// Every assignment of an access package to a user by one of its policies, also those that have expired ("List accessPackageAssignments").
    pub async fn assignments_of(
        &self,
        user: &str,
        package: &str,
        policy: &str,
    ) -> Result<Vec<Assignment>, GraphError> {
        let filter = format!(
            "accessPackage/id eq '{}' and assignmentPolicy/id eq '{}' and target/objectId eq '{}'",
            object_id(package)?,
            object_id(policy)?,
            object_id(user)?
        );
        let segments = [ROOT[0], ROOT[1], "assignments"];
        let query = [("$expand", "target"), ("$filter", filter.as_str())];
        let path = "/identityGovernance/entitlementManagement/assignments";
        self.all_pages(self.get(path, &segments, &query)?).await
    }

    async fn request_assignment(
        &self,
        kind: &str,
        assignment: &serde_json::Value,
    ) -> Result<AssignmentRequest, GraphError> {
        let segments = [ROOT[0], ROOT[1], "assignmentRequests"];
        let body = json!({ "requestType": kind, "assignment": assignment });
        let path = "/identityGovernance/entitlementManagement/assignmentRequests";
        self.write(&self.post(path, &segments, &body)?).await?.decode()
    }
}
