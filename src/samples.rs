//! The sample price books, which the program carries.

/// The name of each file in the folder `pricing`, and its text: a version of the sample book for
/// each time, oldest first.
pub const BOOKS: [(&str, &str); 3] = [
    ("citrix-css-2026.1.toml", include_str!("../pricing/citrix-css-2026.1.toml")),
    ("citrix-css-2026.2.toml", include_str!("../pricing/citrix-css-2026.2.toml")),
    ("citrix-css-2027.1.toml", include_str!("../pricing/citrix-css-2027.1.toml")),
];
