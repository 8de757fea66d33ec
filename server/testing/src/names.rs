//! The people of the emulator's seed `contoso`, and the addresses that everybody uses.

/// The application's origin in development.
pub const APP: &str = "http://localhost:3000";
/// Where the authority sends people back to.
pub const CALLBACK: &str = "http://localhost:3000/sign-in/callback";
/// A code verifier of proof key for code exchange (RFC 7636), which is its own challenge with the method `plain`.
pub const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters-0123456789";

/// A member.
pub const ADELE: &str = "adele.vance@contoso.example";
/// A member who may invite guests.
pub const ALEX: &str = "alex.wilber@contoso.example";
/// A member.
pub const DIEGO: &str = "diego.siciliani@contoso.example";
/// A global administrator, and an administrator of the application.
pub const MEGAN: &str = "megan.bowen@contoso.example";
/// A guest who has accepted.
pub const GRADY: &str = "grady.archie@fabrikam.example";
/// A guest who has not.
pub const JONI: &str = "joni.sherman@northwind.example";

/// The tenant that people are invited into.
pub const CONTOSO: &str = "c0e10f00-7e4a-4e0a-9c5e-0c0470500001";

/// The object id, in that tenant, of somebody of the seed by the first name in small letters; else one that nobody has, the same for the same name.
pub fn user_id(name: &str) -> String {
    match name {
        "adele" => "ade1e000-0001-4a57-8c11-5c0e10f0c001".to_owned(),
        "alex" => "a1e00000-0002-4a57-8c11-5c0e10f0c002".to_owned(),
        "diego" => "d1e60000-0003-4a57-8c11-5c0e10f0c003".to_owned(),
        "megan" => "3e9a0000-0004-4a57-8c11-5c0e10f0c004".to_owned(),
        "grady" => "94ad0000-0007-4a57-8c11-5c0e10f0c007".to_owned(),
        "joni" => "10410000-0008-4a57-8c11-5c0e10f0c008".to_owned(),
        _ => {
            let add = |number: u64, byte: u8| number.wrapping_mul(257).wrapping_add(byte.into());
            let number = name.bytes().fold(0, add) & 0xffff_ffff_ffff;
            format!("00000000-0000-4000-8000-{number:012x}")
        }
    }
}
