//! The `reinstate` command.

fn main() {}
