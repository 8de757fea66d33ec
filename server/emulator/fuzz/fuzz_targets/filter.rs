//! Whatever comes as `$filter`: reading it ends, and what was read and written can be read again as the same.

#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| {
    // Writing adds parentheses; what nested deeply before may nest too deeply now.
    if let Some(written) = emulator::rewritten_filter(text)
        && let Some(again) = emulator::rewritten_filter(&written)
    {
        assert_eq!(again, written);
    }
});
