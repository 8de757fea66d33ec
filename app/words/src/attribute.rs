//! What the attributes of users are called.

use contract::Language;

use crate::settings::attributes;

/// What an attribute that every user has is called; `None` for others.
pub fn attribute_name(lang: Language, name: &str) -> Option<&'static str> {
    Some(match name {
        "givenName" => attributes::given_name(lang),
        "surname" => attributes::surname(lang),
        "companyName" => attributes::company_name(lang),
        "department" => attributes::department(lang),
        "jobTitle" => attributes::job_title(lang),
        "businessPhones" => attributes::business_phones(lang),
        "mobilePhone" => attributes::mobile_phone(lang),
        "usageLocation" => attributes::usage_location(lang),
        "preferredLanguage" => attributes::preferred_language(lang),
        "employeeType" => attributes::employee_type(lang),
        "employeeId" => attributes::employee_id(lang),
        "officeLocation" => attributes::office_location(lang),
        "streetAddress" => attributes::street_address(lang),
        "city" => attributes::city(lang),
        "state" => attributes::state(lang),
        "postalCode" => attributes::postal_code(lang),
        "country" => attributes::country(lang),
        _ => return None,
    })
}
