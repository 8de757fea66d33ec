//! The app registrations of every seed, all in Contoso's tenant.

use uuid::uuid;

use super::{
    contoso::{CONTOSO, VESTIBULE},
    groups,
};
use crate::world::{
    app::{Client, application, delegated},
    ids::AppId,
};

const SIGN_IN: [&str; 5] = ["openid", "profile", "email", "offline_access", "User.Read"];

/// The registrations, with the application's addresses at its origins.
pub fn clients(app_origins: &[String]) -> Vec<Client> {
    let origins: Vec<_> = app_origins.iter().map(|origin| origin.trim_end_matches('/')).collect();
    let mut vestibule = client("vestibule", VESTIBULE, 0xa1);
    vestibule.redirect_uris = origins
        .iter()
        .flat_map(|origin| [format!("{origin}/sign-in/callback"), format!("{origin}/signed-out")])
        .collect();
    vestibule.logout_url = origins.first().map(|origin| format!("{origin}/sign-out/remote"));
    vestibule.delegated_scopes = owned(&SIGN_IN);
    vestibule.delegated_scopes.extend(owned(&["User.ReadBasic.All", "User.Read.All", "User.Invite.All"]));
    vestibule.application_roles = owned(&[
        "User.Read.All",
        "User.ReadWrite.All",
        "GroupMember.ReadWrite.All",
        "AppRoleAssignment.ReadWrite.All",
        "Application.Read.All",
    ]);

    vestibule.app_roles = groups::app_roles();

    let mut daemon = client("daemon", AppId(uuid!("7e571b01-e000-4c11-a0f0-00000000a002")), 0xa2);
    daemon.application_roles = application().map(str::to_owned).collect();

    let mut powerless = client("powerless", AppId(uuid!("7e571b01-e000-4c11-a0f0-00000000a003")), 0xa3);
    powerless.redirect_uris = vec!["http://localhost".to_owned()];
    powerless.delegated_scopes = owned(&SIGN_IN);

    let mut public = client("public", AppId(uuid!("7e571b01-e000-4c11-a0f0-00000000a004")), 0xa4);
    public.client_secret = None;
    public.redirect_uris = vec!["http://localhost".to_owned()];
    public.delegated_scopes = delegated().map(str::to_owned).collect();

    vec![vestibule, daemon, powerless, public]
}

fn client(name: &str, client_id: AppId, number: u128) -> Client {
    Client {
        name: name.to_owned(),
        client_id,
        client_secret: Some(format!("emulator-{name}-secret")),
        tenant_id: CONTOSO,
        redirect_uris: Vec::new(),
        delegated_scopes: Vec::new(),
        application_roles: Vec::new(),
        logout_url: None,
        service_principal: uuid::Uuid::from_u128(0x5e21_1ce0_5e21_4c11_a0f0_0000_0000_0000 + number),
        app_roles: Vec::new(),
    }
}

fn owned(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}
