//! Every page and widget, and the server functions; built for the server only.
