//! What the attributes of users are called.

use contract::Language;

use crate::settings;

/// What an attribute is called: by an administrator, by everybody, or else by Microsoft.
pub fn attribute_label(lang: Language, name: &str, label: Option<&str>) -> String {
    label.or_else(|| attribute_name(lang, name)).unwrap_or(name).to_owned()
}

/// What an attribute that every user has is called; `None` for others.
pub fn attribute_name(lang: Language, name: &str) -> Option<&'static str> {
    Some(match name {
        "givenName" => settings::attributes::given_name(lang),
        "surname" => settings::attributes::surname(lang),
        "companyName" => settings::attributes::company_name(lang),
        "department" => settings::attributes::department(lang),
        "jobTitle" => settings::attributes::job_title(lang),
        "businessPhones" => settings::attributes::business_phones(lang),
        "mobilePhone" => settings::attributes::mobile_phone(lang),
        "usageLocation" => settings::attributes::usage_location(lang),
        "preferredLanguage" => settings::attributes::preferred_language(lang),
        "employeeType" => settings::attributes::employee_type(lang),
        "employeeId" => settings::attributes::employee_id(lang),
        "officeLocation" => settings::attributes::office_location(lang),
        "streetAddress" => settings::attributes::street_address(lang),
        "city" => settings::attributes::city(lang),
        "state" => settings::attributes::state(lang),
        "postalCode" => settings::attributes::postal_code(lang),
        "country" => settings::attributes::country(lang),
        _ => return None,
    })
}
