//! Sample items for development: what a made-up company, Contoso Rail, might share.

use contract::{ItemId, KindName, SafeUrl};

use super::RegisteredItem;

type Sample = (&'static str, &'static str, &'static str, &'static str, &'static str, bool);

/// Id, kind, title, summary, application, open to members.
const SAMPLES: [Sample; 14] = [
    (
        "harbour-line-tender",
        "document",
        "Harbour Line tender 2027",
        "The tender for 24 low-floor trams on the Harbour Line. Annex C has the delivery dates that bidders ask about.",
        "Paperwork",
        true,
    ),
    (
        "depot-fire-plan",
        "document",
        "Depot North: fire protection plan",
        "Escape routes, extinguishing zones and contacts of the north depot, as agreed with the fire brigade.",
        "Paperwork",
        true,
    ),
    (
        "brake-test-report",
        "document",
        "Brake test report, series 41",
        "Measurements of 120 emergency stops on dry and wet rail, with the supplier's comments.",
        "Paperwork",
        true,
    ),
    (
        "night-noise-study",
        "document",
        "Night noise along Elm Street",
        "What residents hear between midnight and five, before and after the rails were ground.",
        "Paperwork",
        true,
    ),
    (
        "supplier-code",
        "document",
        "Supplier code of conduct",
        "What we expect of everybody who works for us, and how to report what goes wrong.",
        "Paperwork",
        true,
    ),
    (
        "elm-street-renewal",
        "project",
        "Elm Street track renewal",
        "Eleven weeks of night work on 1.8 km of track. Contractors find tasks, drawings and the shift calendar here.",
        "Trackside",
        true,
    ),
    (
        "ticket-reader-rollout",
        "project",
        "Ticket reader rollout",
        "New readers for 312 vehicles in three waves, with the installers' check lists.",
        "Trackside",
        true,
    ),
    (
        "platform-lifts",
        "project",
        "Platform lifts, phase two",
        "Nine stations get lifts by spring. Permits, site visits and open questions for the builders.",
        "Trackside",
        true,
    ),
    (
        "merger-review",
        "project",
        "Valley Tramways review",
        "Due diligence for the purchase of Valley Tramways. Only people it is shared with see it.",
        "Trackside",
        false,
    ),
    (
        "station-photos",
        "folder",
        "Station photographs",
        "Press pictures of all 86 stations, free to use with the photographer's name.",
        "Shelf",
        true,
    ),
    (
        "rolling-stock-drawings",
        "folder",
        "Rolling stock drawings",
        "General arrangement and wiring drawings of series 38 to 41, for workshops and suppliers.",
        "Shelf",
        true,
    ),
    (
        "accident-files",
        "folder",
        "Accident investigation files",
        "Statements, logs and pictures for the investigators. Only people it is shared with see it.",
        "Shelf",
        false,
    ),
    (
        "punctuality",
        "dashboard",
        "Punctuality by line",
        "Arrivals within three minutes of the timetable, by line and hour, refreshed every five minutes.",
        "Signal box",
        true,
    ),
    (
        "energy-use",
        "dashboard",
        "Energy use per kilometre",
        "What the fleet draws and gives back, by series and weather, for the city's energy office.",
        "Signal box",
        true,
    ),
];

/// The sample items, landing on `{public_url}/items/{id}`.
pub fn sample(public_url: &SafeUrl) -> Vec<RegisteredItem> {
    let base = public_url.as_str().trim_end_matches('/');
    let item = |(id, kind, title, summary, application, open_to_members): &Sample| {
        Some(RegisteredItem {
            id: ItemId::parse(id).ok()?,
            kind: KindName::parse(kind).ok()?,
            title: (*title).to_owned(),
            summary: (*summary).to_owned(),
            application: (*application).to_owned(),
            landing: SafeUrl::parse(&format!("{base}/items/{id}")).ok()?,
            open_to_members: *open_to_members,
        })
    };
    SAMPLES.iter().filter_map(item).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_an_item() {
        let items = sample(&SafeUrl::parse("http://localhost:3000").unwrap());
        assert_eq!(items.len(), SAMPLES.len());
        assert_eq!(items[0].landing.as_str(), "http://localhost:3000/items/harbour-line-tender");
        let kinds: std::collections::BTreeSet<_> = items.iter().map(|item| item.kind.as_str()).collect();
        assert_eq!(kinds.len(), 4);
    }
}
