//! JSON between server and browser: declared once, written by serde on the server, read from the browser's parsed JSON in the wasm, so that no
//! parser is compiled into the wasm.

#[cfg(feature = "csr")]
mod from_json;

#[cfg(feature = "csr")]
pub use from_json::{FromJson, field};

/// Declares structs that the server writes and the browser reads. What is absent in the JSON is the field's default.
macro_rules! wire {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$about:meta])* pub $field:ident: $type:ty,)* }
    )*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "ssr", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name { $($(#[$about])* pub $field: $type,)* }

        #[cfg(feature = "csr")]
        impl $crate::wire::FromJson for $name {
            fn from_json(value: &wasm_bindgen::JsValue) -> Self {
                Self { $($field: $crate::wire::field(value, stringify!($field)),)* }
            }
        }
    )*};
}

/// Declares an enum of the same kind. Its field `kind` names the variant; the browser reads an unknown kind as the last variant.
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$about:meta])* $variant:ident as $kind:literal { $($(#[$what:meta])* $field:ident: $type:ty,)* })*
            _ => $(#[$last_about:meta])* $last:ident as $last_kind:literal { $($(#[$last_what:meta])* $last_field:ident: $last_type:ty,)* }
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "ssr", derive(serde::Serialize, serde::Deserialize), serde(tag = "kind"))]
        pub enum $name {
            $(
                $(#[$about])*
                #[cfg_attr(feature = "ssr", serde(rename = $kind))]
                $variant { $($(#[$what])* $field: $type,)* },
            )*
            $(#[$last_about])*
            #[cfg_attr(feature = "ssr", serde(rename = $last_kind))]
            $last { $($(#[$last_what])* $last_field: $last_type,)* },
        }

        #[cfg(feature = "csr")]
        impl $crate::wire::FromJson for $name {
            fn from_json(value: &wasm_bindgen::JsValue) -> Self {
                let kind: String = $crate::wire::field(value, "kind");
                match kind.as_str() {
                    $($kind => Self::$variant { $($field: $crate::wire::field(value, stringify!($field)),)* },)*
                    _ => Self::$last { $($last_field: $crate::wire::field(value, stringify!($last_field)),)* },
                }
            }
        }
    };
}

pub(crate) use {wire, wire_enum};

/// The start data of an island as JSON for a `<script type="application/json">`. `<` is escaped, so that the data cannot end the element.
#[cfg(feature = "ssr")]
pub fn start_data(data: &impl serde::Serialize) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string(data)?.replace('<', "\\u003c"))
}

#[cfg(all(test, feature = "ssr"))]
mod tests;
