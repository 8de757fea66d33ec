//! toasts.
