//! Five languages: the pages' texts, the error catalogue's sentences, mail texts.
