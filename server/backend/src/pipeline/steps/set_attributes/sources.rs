//! Reads what the values come from.

use std::collections::BTreeMap;

use graph::AttributeName;

use super::extension_types::extension_types;
use super::values::{self, AttributeValues, SourceValues};
use crate::directory::companies::NoCompany;
use crate::pipeline::context::StepContext;
use crate::pipeline::step_error::StepError;
use crate::settings::sections::AttributeSource;

/// What is to be written.
pub(super) struct ResolvedAttributes {
    /// The values of all sources that have one.
    pub(super) values: AttributeValues,
    /// Why the domain stands for the name of the guest's company, where that was to be written.
    pub(super) no_company: Option<NoCompany>,
}

/// Reads what these sources need: what extensions hold, the inviter, the company that has the guest's domain.
pub(super) async fn read(
    context: &StepContext<'_>,
    sources: &BTreeMap<AttributeName, AttributeSource>,
) -> Result<ResolvedAttributes, StepError> {
    let app = context.app;
    let names: Vec<_> = sources.keys().cloned().collect();
    let types = extension_types(context, &names).await?;
    let of_inviter = values::of_inviter(sources);
    let inviter = if of_inviter.is_empty() {
        None
    } else {
        let inviter = context.invitation.inviter.as_str();
        let read = app.directory.as_application().user_attributes(inviter, &of_inviter).await;
        Some(read.map_err(|error| StepError::of_lookup(app, &error))?)
    };
    let person = context.invitation.pipeline.person.as_ref();
    let address = person.map(|person| person.address.as_str()).filter(|address| address.contains('@'));
    let address = address.unwrap_or(&context.invitation.canonical);
    let domain = address.rsplit_once('@').map(|(_, domain)| domain);
    let company = match domain {
        Some(domain) if values::of_company(sources) => {
            Some(app.company_of(domain).await.map_err(|error| StepError::of_lookup(app, &error))?)
        }
        _ => None,
    };
    let (company, no_company) = match company {
        Some(Ok(name)) => (Some(name), None),
        Some(Err(why)) => (None, Some(why)),
        None => (None, None),
    };
    let known = SourceValues { domain, company: company.as_deref(), inviter: inviter.as_ref() };
    Ok(ResolvedAttributes { values: values::wanted(sources, known, &types), no_company })
}
