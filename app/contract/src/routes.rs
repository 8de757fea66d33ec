//! The addresses that are neither pages nor server functions, as the server routes them. Tests ask each of them as everybody.

/// Declares the addresses, and the list of them.
macro_rules! routes {
    ($(#[$about_list:meta])* $list:ident: $($(#[$about:meta])* $name:ident = $path:literal,)+) => {
        $(
            $(#[$about])*
            pub const $name: &str = $path;
        )+
        $(#[$about_list])*
        pub const $list: &[&str] = &[$($name),+];
    };
}

routes! {
    /// What is asked by GET. The files of the build at the root are not here: the build decides which there are.
    GET:
    /// Goes to the authority, and comes back signed in.
    SIGN_IN_START = "/sign-in/start",
    /// Back from the authority: the registered redirect URI.
    SIGN_IN_CALLBACK = "/sign-in/callback",
    /// Where the authority says that somebody signed out there: the registered front-channel logout URL.
    SIGN_OUT_REMOTE = "/sign-out/remote",
    /// On from the page of the link in a mail of ours.
    ARRIVE_ON = "/arrive/{id}/on",
    /// The event stream.
    EVENTS = "/events",
    /// The mark and the accent's style sheet.
    LOOK_FILE = "/look/{name}",
    /// A file of the build.
    ASSET = "/assets/{build}/{name}",
    /// The speculation rules.
    SPECULATION_RULES = "/speculation-rules.json",
    /// Whether the process answers.
    HEALTH_LIVE = "/health/live",
    /// Whether its database does.
    HEALTH_READY = "/health/ready",
}

routes! {
    /// What is asked by POST, beside the server functions.
    POST:
    /// The redeem link as plain text, for a form without scripts.
    REDEEM_LINK = "/invitations/{id}/link",
    /// Takes a mark: no server function, because those take no file without scripts.
    MARK = "/settings/look/mark",
}
