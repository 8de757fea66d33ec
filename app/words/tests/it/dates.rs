use contract::Language::{self, Chinese, English, French, Lithuanian, Portuguese};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const NOW: OffsetDateTime = datetime!(2026-03-20 12:00 UTC);

fn ago(lang: Language, ago: Duration) -> String {
    words::when(lang, NOW - ago, NOW)
}

#[test]
fn from_seconds_to_a_date() {
    for (duration, said) in [
        (Duration::minutes(-3), "just now"),
        (Duration::seconds(59), "just now"),
        (Duration::seconds(60), "1 minute ago"),
        (Duration::minutes(59), "59 minutes ago"),
        (Duration::minutes(60), "1 hour ago"),
        (Duration::hours(23), "23 hours ago"),
        (Duration::hours(24), "yesterday"),
        (Duration::hours(47), "yesterday"),
        (Duration::hours(48), "2 days ago"),
        (Duration::hours(24 * 8 - 1), "7 days ago"),
        (Duration::days(8), "12 March 2026"),
        (Duration::days(365), "20 March 2025"),
    ] {
        assert_eq!(ago(English, duration), said, "{duration}");
    }
}

#[test]
fn each_language_in_its_own_way() {
    for (lang, minutes, yesterday, date, first) in [
        (English, "22 minutes ago", "yesterday", "3 March 2026", "1 February 2026"),
        (Lithuanian, "prieš 22 minutes", "vakar", "2026 m. kovo 3 d.", "2026 m. vasario 1 d."),
        (French, "il y a 22 minutes", "hier", "3 mars 2026", "1er février 2026"),
        (Portuguese, "há 22 minutos", "ontem", "3 de março de 2026", "1º de fevereiro de 2026"),
        (Chinese, "22 分鐘前", "昨天", "2026年3月3日", "2026年2月1日"),
    ] {
        assert_eq!(ago(lang, Duration::minutes(22)), minutes);
        assert_eq!(ago(lang, Duration::days(1)), yesterday);
        assert_eq!(words::when(lang, datetime!(2026-03-03 23:59 UTC), NOW), date);
        assert_eq!(words::when(lang, datetime!(2026-02-01 00:00 UTC), NOW), first);
    }
}

#[test]
fn by_itself_a_time_starts_with_a_capital() {
    for (lang, now, minutes, day) in [
        (English, "Just now", "22 minutes ago", "Yesterday"),
        (Lithuanian, "Ką tik", "Prieš 22 minutes", "Vakar"),
        (French, "À l’instant", "Il y a 22 minutes", "Hier"),
        (Portuguese, "Agora mesmo", "Há 22 minutos", "Ontem"),
        (Chinese, "剛剛", "22 分鐘前", "昨天"),
    ] {
        let alone = |ago| words::when_alone(lang, NOW - ago, NOW);
        assert_eq!(alone(Duration::ZERO), now);
        assert_eq!(alone(Duration::minutes(22)), minutes);
        assert_eq!(alone(Duration::days(1)), day);
    }
}

#[test]
fn lithuanian_minutes_take_four_shapes() {
    for (minutes, said) in [
        (1, "prieš 1 minutę"),
        (2, "prieš 2 minutes"),
        (10, "prieš 10 minučių"),
        (11, "prieš 11 minučių"),
        (21, "prieš 21 minutę"),
    ] {
        assert_eq!(ago(Lithuanian, Duration::minutes(minutes)), said);
    }
}

#[test]
fn the_full_time_says_its_zone_and_converts_to_it() {
    let at = datetime!(2026-03-03 01:05 +2);
    for (lang, said) in [
        (English, "2 March 2026, 23:05 UTC"),
        (Lithuanian, "2026 m. kovo 2 d. 23:05 UTC"),
        (French, "2 mars 2026 à 23:05 UTC"),
        (Portuguese, "2 de março de 2026, 23:05 UTC"),
        (Chinese, "2026年3月2日 23:05（UTC）"),
    ] {
        assert_eq!(words::full_time(lang, at), said);
    }
    assert_eq!(words::iso_time(at), "2026-03-02T23:05:00Z");
}

#[test]
fn counts() {
    for (lang, count, said) in [
        (English, 1, "1 person has access"),
        (English, 1_000, "1,000 people have access"),
        (Lithuanian, 0, "Prieigą turi 0 žmonių"),
        (Lithuanian, 1, "Prieigą turi 1 žmogus"),
        (Lithuanian, 2, "Prieigą turi 2 žmonės"),
        (Lithuanian, 10, "Prieigą turi 10 žmonių"),
        (Lithuanian, 11, "Prieigą turi 11 žmonių"),
        (Lithuanian, 21, "Prieigą turi 21 žmogus"),
        (Lithuanian, 22, "Prieigą turi 22 žmonės"),
        (Lithuanian, 101, "Prieigą turi 101 žmogus"),
        (French, 0, "0 personne a accès"),
        (French, 1, "1 personne a accès"),
        (French, 2, "2 personnes ont accès"),
        (French, 1_000_000, "1\u{202f}000\u{202f}000 de personnes ont accès"),
        (Portuguese, 1, "1 pessoa tem acesso"),
        (Portuguese, 2, "2 pessoas têm acesso"),
        (Portuguese, 1_000_000, "1.000.000 de pessoas têm acesso"),
        (Chinese, 1, "1 人具有存取權"),
    ] {
        assert_eq!(words::items::people_count(lang, count), said);
    }
}

#[test]
fn scripts_get_one_text_for_each_category() {
    let forms = words::items::found_forms(Lithuanian);
    let categories: Vec<&str> = forms.iter().map(|(category, _)| *category).collect();
    assert_eq!(categories, ["one", "few", "many", "other"]);
    assert!(forms.iter().all(|(_, text)| text.contains("{count}")));
}

#[test]
fn what_ends_at_midnight_has_the_day_before_as_its_last() {
    let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds).unwrap();
    let midnight = 1_796_428_800; // 5 December 2026, 00:00
    for (until, last) in [(midnight, 4), (midnight + 1, 5), (midnight + 86_400, 5)] {
        let said = words::last_day(Language::English, at(until));
        assert!(said.contains(&last.to_string()) && said.contains("2026"), "{said}");
    }
}
