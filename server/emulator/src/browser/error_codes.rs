//! The table of "Microsoft Entra authentication and authorization error codes": number, OAuth error, sentence. Every one can be set as a fault.

/// A number with its OAuth error at the token endpoint and its sentence.
type ErrorCode = (u32, &'static str, &'static str);

const ERROR_CODES: [ErrorCode; 50] = [
    (
        16_000,
        "interaction_required",
        "Either multiple user identities are available for the current request or selected account is not supported for the scenario.",
    ),
    (
        16_002,
        "login_required",
        "The app-specified SID or account hint requirement was not met by any session.",
    ),
    (
        28_003,
        "invalid_grant",
        "Provided value for the input parameter scope can't be empty when requesting an access token using the provided authorization code. Please specify a valid scope.",
    ),
    (
        50_011,
        "invalid_request",
        "The redirect URI specified in the request does not match the redirect URIs configured for the application.",
    ),
    (
        50_014,
        "invalid_grant",
        "The user's redemption is in a pending state. The guest user account is not fully created yet.",
    ),
    (
        50_020,
        "access_denied",
        "User account from identity provider does not exist in tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.",
    ),
    (
        50_034,
        "invalid_grant",
        "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.",
    ),
    (50_057, "access_denied", "The user account is disabled."),
    (50_058, "login_required", "A silent sign-in request was sent but no user is signed in."),
    (
        50_072,
        "interaction_required",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.",
    ),
    (
        50_074,
        "access_denied",
        "Strong authentication is required and the user did not pass the MFA challenge.",
    ),
    (
        50_076,
        "invalid_grant",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
    ),
    (
        50_079,
        "invalid_grant",
        "Due to a configuration change made by your administrator, or because you moved to a new location, you must register for multi-factor authentication to access the resource.",
    ),
    (
        50_105,
        "access_denied",
        "Your administrator has configured the application to block users unless they are specifically granted access to the application. The signed-in user is blocked because they are not assigned to a role for the application.",
    ),
    (50_147, "invalid_request", "The size of the code challenge parameter is not valid."),
    (
        50_173,
        "invalid_grant",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password, or an administrator has ended the sessions.",
    ),
    (
        50_194,
        "invalid_request",
        "The application is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps.",
    ),
    (
        50_196,
        "invalid_grant",
        "The server terminated an operation because it encountered a client request loop. Please contact your app vendor.",
    ),
    (
        51_004,
        "invalid_grant",
        "The user account does not exist in the directory. To sign into this application, the account must be added to the directory.",
    ),
    (53_000, "interaction_required", "Your device is required to be managed to access this resource."),
    (
        53_003,
        "access_denied",
        "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
    ),
    (53_011, "access_denied", "User blocked due to risk on home tenant."),
    (
        54_005,
        "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.",
    ),
    (
        65_001,
        "invalid_grant",
        "The user or administrator has not consented to use the application. Send an interactive authorization request for this user and resource.",
    ),
    (65_004, "access_denied", "User declined to consent to access the app."),
    (70_000, "invalid_grant", "Provided grant is invalid or malformed."),
    (
        70_008,
        "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.",
    ),
    (
        70_011,
        "invalid_scope",
        "The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid.",
    ),
    (
        70_043,
        "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.",
    ),
    (
        90_002,
        "invalid_request",
        "Tenant not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
    ),
    (
        90_014,
        "invalid_request",
        "A required field is missing from the credential. Ensure that you have all the necessary parameters for the login request.",
    ),
    (90_023, "invalid_request", "The value of a request parameter is not supported."),
    (90_038, "invalid_request", "The tenant is in another national cloud. Use that cloud's sign-in address."),
    (
        90_072,
        "access_denied",
        "User account from external identity provider does not exist in tenant and cannot access the application in that tenant. The account needs to be added as an external user in the tenant first.",
    ),
    (
        90_094,
        "access_denied",
        "The grant requires administrator permission. An administrator has to consent to the application first.",
    ),
    (
        500_212,
        "access_denied",
        "The user's administrator has set an outbound access policy that does not allow access to the resource tenant.",
    ),
    (
        500_213,
        "access_denied",
        "The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
    ),
    (
        501_481,
        "invalid_grant",
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.",
    ),
    (
        530_032,
        "access_denied",
        "Blocked by security policy. The tenant admin has configured a security policy that blocks this request.",
    ),
    (
        700_005,
        "invalid_grant",
        "Provided Authorization Code is intended to use against other tenant, thus rejected.",
    ),
    (
        700_016,
        "unauthorized_client",
        "Application was not found in the directory. It has not been installed by the administrator of the tenant or consented to by any user in the tenant.",
    ),
    (
        700_022,
        "invalid_scope",
        "The provided value for the input parameter scope is not valid because it contains more than one resource.",
    ),
    (
        700_027,
        "invalid_client",
        "The certificate with identifier used to sign the client assertion is not registered on application, or its signature is not valid.",
    ),
    (700_082, "invalid_grant", "The refresh token has expired due to inactivity."),
    (
        700_084,
        "invalid_grant",
        "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime, which can't be extended. It is now expired and a new sign in request must be sent by the SPA to the sign in page.",
    ),
    (900_144, "invalid_request", "The request body must contain a parameter that is missing."),
    (
        7_000_215,
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.",
    ),
    (
        7_000_218,
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
    (
        7_000_222,
        "invalid_client",
        "The provided client secret keys are expired. Create new keys for your app, or consider using certificate credentials for added security.",
    ),
    (9_002_313, "invalid_grant", "Invalid request. Request is malformed or invalid."),
];

/// OAuth error and sentence of a number.
pub(super) fn row(number: u32) -> Option<(&'static str, &'static str)> {
    ERROR_CODES.iter().find(|(own, ..)| *own == number).map(|(_, error, sentence)| (*error, *sentence))
}

/// `suberror` of a number: the kind of interaction that is needed.
pub(super) fn suberror(number: u32) -> Option<&'static str> {
    match number {
        50_072 | 50_076 | 50_079 => Some("basic_action"),
        53_000 | 53_003 | 530_032 => Some("message_only"),
        65_001 => Some("consent_required"),
        50_173 | 70_043 | 700_082 => Some("bad_token"),
        _ => None,
    }
}
