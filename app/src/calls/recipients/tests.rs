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
fn what_nobody_has_judged_has_no_light() {
    let chip = unjudged_chip(&TypedRecipient::of_text("PAT@northwind.example"));
    assert_eq!((chip.light.as_str(), chip.name.as_str()), ("", "PAT@northwind.example"));
    assert_eq!(chip.key, "pat@northwind.example");
    let named = TypedRecipient { name: "Pat".to_owned(), ..TypedRecipient::of_text("pat@northwind.example") };
    let chip = unjudged_chip(&named);
    assert_eq!((chip.name.as_str(), chip.address.as_str()), ("Pat", "pat@northwind.example"));
    assert_eq!(TypedRecipient::parse(&chip.line), named);
}
