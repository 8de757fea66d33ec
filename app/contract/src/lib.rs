//! What the browser and the server both know: wire types, ids, problems, ports.
