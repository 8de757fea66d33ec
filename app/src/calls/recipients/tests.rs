use super::*;

#[test]
fn what_is_edited_reads_as_mail_programs_write_it() {
    for (name, address, text) in [
        ("", "pat@northwind.example", "pat@northwind.example"),
        ("Pat Lee", "pat@northwind.example", "Pat Lee <pat@northwind.example>"),
        ("Lee, Pat", "pat@northwind.example", "\"Lee, Pat\" <pat@northwind.example>"),
        ("Pat \"the\" Lee", "pat@northwind.example", "\"Pat \\\"the\\\" Lee\" <pat@northwind.example>"),
    ] {
        assert_eq!(written(name, address), text);
    }
}

#[test]
fn the_domain_is_said_once() {
    for (outside, of, name, address, said) in [
        (true, "northwind.example", "pat@northwind.example", "", ""),
        (true, "Northwind Traders", "pat@northwind.example", "", "Northwind Traders"),
        (true, "northwind.example", "Pat Lee", "pat@northwind.example", "northwind.example"),
        (true, "example", "pat@northwind.example", "", "example"),
        (false, "Contoso", "Adele Vance", "adele.vance@contoso.example", ""),
    ] {
        assert_eq!(company(outside, of, name, address), said, "{name} {of}");
    }
}

#[test]
fn what_nobody_has_judged_has_no_light() {
    let chip = unjudged_chip(&TypedRecipient::of_text("PAT@northwind.example"));
    assert_eq!((chip.light.as_str(), chip.name.as_str()), ("", "PAT@northwind.example"));
    assert_eq!(chip.key, "pat@northwind.example");
    let named = TypedRecipient { name: "Pat".to_owned(), ..TypedRecipient::of_text("pat@northwind.example") };
    let chip = unjudged_chip(&named);
    assert_eq!((chip.name.as_str(), chip.address.as_str()), ("Pat", "pat@northwind.example"));
    assert_eq!(TypedRecipient::parse(&chip.line), named);
}
