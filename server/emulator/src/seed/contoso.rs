//! Ids of the seed `contoso` for tests and other crates.

use uuid::uuid;
use world::ids::TenantId;

/// The seed's name.
pub const NAME: &str = "contoso";
/// The tenant that people are invited into.
pub const CONTOSO: TenantId = TenantId(uuid!("c0e10f00-7e4a-4e0a-9c5e-0c0470500001"));
/// Grady's home.
pub const FABRIKAM: TenantId = TenantId(uuid!("fab21ca0-7e4a-4e0a-9c5e-0fab21ca0002"));
/// Joni's home.
pub const NORTHWIND: TenantId = TenantId(uuid!("504781d0-7e4a-4e0a-9c5e-0504781d0003"));
