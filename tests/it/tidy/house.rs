//! The files of `src` as a graph, read from their text: who defines a name, and who names it.
//!
//! What counts as an arrow from one file to another:
//!
//! - A file has an arrow to the file that **defines** what it names, in a `use` (grouped, nested,
//!   renamed) or in a path of several parts (`super::table::Row::new`), also inside a macro.
//! - A name taken through a file that imports it or hands it on (`pub use`) is an arrow to that
//!   file as well as to the one that defines it.
//! - A `pub use` is a `use` like any other: a `mod.rs` that hands on the names of its children has
//!   an arrow to each of those.
//! - `mod child;`, a module's own name, and a module on the way to a name are no arrows.
//!
//! So children may be declared by a `mod.rs` and used from anywhere; but one whose names the
//! `mod.rs` uses or hands on must not take names from the `mod.rs` in turn.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Spacing, TokenStream, TokenTree};

/// The parts of a path, as they are written, or of a module, from the root.
type Parts = Vec<String>;

/// What a name means in a module.
enum Meaning {
    /// A module inside it.
    Module,
    /// An item of its own.
    Defined,
    /// Something that a `use` brings in by this path.
    Imported(Parts),
}

#[derive(Default)]
struct Module {
    file: String,
    names: BTreeMap<String, Vec<Meaning>>,
    /// Paths of which everything is brought in.
    globs: Vec<Parts>,
    /// Paths of two parts and more, and those of each `use`.
    named: Vec<Parts>,
}

/// The modules of a crate, and the types that they define.
#[derive(Default)]
pub(super) struct House {
    modules: BTreeMap<Parts, Module>,
    types: BTreeMap<String, Vec<String>>,
}

/// The last part of a path that stands for all names of a module.
const ALL: &str = "*";

/// From a file to a file, by these names.
pub(super) type Arrows = BTreeMap<(String, String), BTreeSet<String>>;

impl House {
    /// A house of files, each with its path from `src` and its text.
    pub(super) fn of<'text>(files: impl IntoIterator<Item = (&'text str, &'text str)>) -> Self {
        let mut house = Self::default();
        for (path, text) in files {
            let tokens: TokenStream =
                text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
            house.read(&module_of(path), path, tokens);
        }
        house.types.values_mut().for_each(|files| files.sort());
        house
    }

    /// Types, traits and aliases of the same name, with their files.
    pub(super) fn equal_types(&self) -> Vec<String> {
        let equal = self.types.iter().filter(|(_, files)| files.len() > 1);
        equal.map(|(name, files)| format!("{name}: {}", files.join(", "))).collect()
    }

    /// Each circle of files: its files, and below them its arrows with the names that make them.
    pub(super) fn circles(&self) -> Vec<String> {
        let arrows = self.arrows();
        let mut onward: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (from, to) in arrows.keys() {
            onward.entry(from).or_default().push(to);
        }
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            onward.keys().map(|file| (*file, reach(file, &onward))).collect();
        let mut circles = BTreeSet::new();
        for (file, others) in &reached {
            let and_back = |other: &&&str| reached.get(**other).is_some_and(|on| on.contains(file));
            circles.insert(others.iter().filter(and_back).copied().collect::<BTreeSet<&str>>());
        }
        let told = circles.iter().filter(|circle| !circle.is_empty());
        told.map(|circle| tell(circle, &arrows)).collect()
    }

    /// Every arrow between two files.
    pub(super) fn arrows(&self) -> Arrows {
        let mut arrows = Arrows::new();
        for (place, module) in &self.modules {
            for path in &module.named {
                let mut files = BTreeSet::new();
                self.resolve(place, path, &mut files, &mut BTreeSet::new());
                files.remove(&module.file);
                for file in files {
                    let names = arrows.entry((module.file.clone(), file)).or_default();
                    names.insert(path.join("::"));
                }
            }
        }
        arrows
    }

    /// Adds the files that a path leads to and through, as it is written in a module.
    fn resolve(
        &self,
        place: &[String],
        path: &[String],
        files: &mut BTreeSet<String>,
        seen: &mut BTreeSet<(Parts, String)>,
    ) {
        let Some((first, rest)) = path.split_first() else { return };
        match first.as_str() {
            "crate" | "reinstate" => self.look_up(&[], rest, files, seen),
            "self" => self.look_up(place, rest, files, seen),
            "super" => {
                let parent = &place[..place.len().saturating_sub(1)];
                match rest.first().is_some_and(|next| next == "super") {
                    true => self.resolve(parent, rest, files, seen),
                    false => self.look_up(parent, rest, files, seen),
                }
            }
            _ => self.look_up(place, path, files, seen),
        }
    }

    /// The same for a path from a module on.
    fn look_up(
        &self,
        place: &[String],
        path: &[String],
        files: &mut BTreeSet<String>,
        seen: &mut BTreeSet<(Parts, String)>,
    ) {
        let (Some(module), Some((name, rest))) = (self.modules.get(place), path.split_first())
        else {
            return;
        };
        if name == ALL {
            files.insert(module.file.clone());
        }
        let meanings = module.names.get(name).into_iter().flatten();
        // In `router::router`, a function that is handed on beside its module is not on the way.
        let is_way = |one: &&Meaning| matches!(one, Meaning::Module) && !rest.is_empty();
        let way = meanings.clone().find(is_way);
        for meaning in meanings.filter(|one| way.is_none() || is_way(one)) {
            match meaning {
                Meaning::Module => self.look_up(&joined(place, [name]), rest, files, seen),
                Meaning::Defined => {
                    files.insert(module.file.clone());
                }
                Meaning::Imported(from) => {
                    files.insert(module.file.clone());
                    // A `use` may lead to itself: `use tempfile::tempfile`.
                    if seen.insert((place.to_vec(), name.clone())) {
                        self.resolve(place, &joined(from, rest), files, seen);
                    }
                }
            }
        }
        // What is known by name hides what comes with all the rest.
        if !module.names.contains_key(name) && seen.insert((place.to_vec(), ALL.to_owned())) {
            for glob in &module.globs {
                let before = files.len();
                self.resolve(place, &joined(glob, path), files, seen);
                if files.len() > before {
                    files.insert(module.file.clone());
                }
            }
        }
    }

    /// Reads a module: its items, what they name, and the modules inside it.
    fn read(&mut self, place: &[String], file: &str, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        if let Some((name, parent)) = place.split_last() {
            let parent = self.modules.entry(parent.to_vec()).or_default();
            parent.names.entry(name.clone()).or_default().push(Meaning::Module);
        }
        let module = self.modules.entry(place.to_vec()).or_default();
        file.clone_into(&mut module.file);
        module.read_paths(&tokens);
        self.read_items(place, file, &tokens);
    }

    /// Reads what a module defines, also in the macros that it calls for its items.
    fn read_items(&mut self, place: &[String], file: &str, tokens: &[TokenTree]) {
        let mut inner = Vec::new();
        let mut called = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            let TokenTree::Ident(keyword) = token else { continue };
            let next = tokens.get(at + 1).map(ToString::to_string).unwrap_or_default();
            let keyword = keyword.to_string();
            let name = match keyword.as_str() {
                "macro_rules" => tokens.get(at + 2).map(ToString::to_string).unwrap_or_default(),
                // `static mut NAME`
                "static" if next == "mut" => tokens[at + 2].to_string(),
                _ => next,
            };
            if let (true, Some(TokenTree::Group(body))) = (name == "!", tokens.get(at + 2)) {
                called.push(body.stream());
            }
            if !is_name(&name) {
                continue;
            }
            let meaning = match keyword.as_str() {
                "mod" => {
                    if let Some(TokenTree::Group(body)) = tokens.get(at + 2) {
                        inner.push((joined(place, [&name]), body.stream()));
                    }
                    continue;
                }
                "struct" | "enum" | "union" | "trait" | "type" => {
                    self.types.entry(name.clone()).or_default().push(file.to_owned());
                    Meaning::Defined
                }
                "fn" | "const" | "static" | "macro_rules" => Meaning::Defined,
                _ => continue,
            };
            let module = self.modules.entry(place.to_vec()).or_default();
            module.names.entry(name).or_default().push(meaning);
        }
        for tokens in called {
            self.read_items(place, file, &tokens.into_iter().collect::<Vec<_>>());
        }
        for (place, tokens) in inner {
            self.read(&place, file, tokens);
        }
    }
}

impl Module {
    /// Reads every `use` and every path of several parts, at any depth but in inner modules.
    fn read_paths(&mut self, tokens: &[TokenTree]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            match token {
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    let is_module = at > 1 && tokens[at - 2].to_string() == "mod";
                    if !is_module {
                        self.read_paths(&inner);
                    }
                }
                TokenTree::Ident(name) if name == "use" => {
                    let rest = &tokens[at + 1..];
                    let end = rest.iter().position(|token| token.to_string() == ";");
                    // Elsewhere, as in `impl Trait + use<'a>`, no path follows.
                    if let Some(end) = end.filter(|_| !is_mark(rest.first(), '<')) {
                        self.read_use(&Vec::new(), &rest[..end]);
                        at += end;
                    }
                }
                TokenTree::Ident(_) => {
                    let path = path_at(&tokens[at..]);
                    // After `::` without a name before it stands a package, or a part of a type.
                    let is_rest =
                        at > 1 && is_joint(&tokens[at - 2]) && is_mark(tokens.get(at - 1), ':');
                    if path.len() > 1 && !is_rest {
                        self.named.push(path.clone());
                    }
                    at += 3 * (path.len() - 1);
                }
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
            at += 1;
        }
    }

    /// Reads what follows `use`, or one part of a group: a path, and then a group, a star, a new
    /// name, or nothing.
    fn read_use(&mut self, before: &[String], tokens: &[TokenTree]) {
        let start = tokens.iter().take_while(|token| is_mark(Some(token), ':')).count();
        let written = path_at(&tokens[start..]);
        let length = if written.is_empty() { 0 } else { 3 * written.len() - 2 };
        let mut rest = tokens[start + length..].iter().filter(|token| !is_mark(Some(token), ':'));
        let path = joined(before, &written);
        match rest.next() {
            Some(TokenTree::Group(group)) => {
                let parts: Vec<TokenTree> = group.stream().into_iter().collect();
                let parts = parts.split(|token| is_mark(Some(token), ','));
                // A comma may stand behind the last of them.
                for part in parts.filter(|part| !part.is_empty()) {
                    self.read_use(&path, part);
                }
            }
            Some(TokenTree::Punct(_)) => {
                self.named.push(joined(&path, [&ALL.to_owned()]));
                self.globs.push(path);
            }
            Some(TokenTree::Ident(_)) => {
                let name = rest.next().map(ToString::to_string).unwrap_or_default();
                self.import(path, name);
            }
            Some(TokenTree::Literal(_)) | None => {
                if let Some(name) = path.last().cloned() {
                    self.import(path, name);
                }
            }
        }
    }

    fn import(&mut self, mut path: Parts, mut name: String) {
        // `use table::{self}` is `use table`.
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
            if name == "self" {
                name.clone_from(&path[path.len() - 1]);
            }
        }
        self.named.push(path.clone());
        self.names.entry(name).or_default().push(Meaning::Imported(path));
    }
}

/// The module that a file is: `engine/book/mod.rs` and `engine/book.rs` are `engine::book`.
fn module_of(path: &str) -> Parts {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| *part != "lib").map(str::to_owned).collect()
}

/// The path at the beginning of some tokens: names with `::` between them.
fn path_at(tokens: &[TokenTree]) -> Parts {
    let mut path = Vec::new();
    let mut rest = tokens;
    while let [TokenTree::Ident(name), after @ ..] = rest {
        path.push(name.to_string());
        let [TokenTree::Punct(one), TokenTree::Punct(two), next @ ..] = after else { break };
        if !is_joint(&after[0]) || one.as_char() != two.as_char() {
            break;
        }
        rest = next;
    }
    path
}

/// Whether a token is the first half of `::`.
fn is_joint(token: &TokenTree) -> bool {
    let TokenTree::Punct(punct) = token else { return false };
    punct.as_char() == ':' && punct.spacing() == Spacing::Joint
}

fn is_mark(token: Option<&TokenTree>, mark: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == mark)
}

fn is_name(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_alphabetic())
}

fn joined<'part>(
    before: &'part [String],
    after: impl IntoIterator<Item = &'part String>,
) -> Vec<String> {
    before.iter().chain(after).cloned().collect()
}

/// The files that arrows lead to from a file, in one step or more.
fn reach<'name>(file: &str, onward: &BTreeMap<&str, Vec<&'name str>>) -> BTreeSet<&'name str> {
    let mut found = BTreeSet::new();
    let mut left = vec![file];
    while let Some(file) = left.pop() {
        for to in onward.get(file).into_iter().flatten() {
            if found.insert(*to) {
                left.push(to);
            }
        }
    }
    found
}

fn tell(circle: &BTreeSet<&str>, arrows: &Arrows) -> String {
    let mut text = circle.iter().copied().collect::<Vec<_>>().join(", ");
    let is_inside =
        |(from, to): &&(String, String)| circle.contains(&**from) && circle.contains(&**to);
    for ((from, to), names) in arrows.iter().filter(|(ends, _)| is_inside(ends)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        text.push_str(&format!("\n    {from} -> {to}: {}", names.join(", ")));
    }
    text
}

/// The circles of some files, each as its files alone.
fn circles(files: &[(&str, &str)]) -> Vec<String> {
    let circles = House::of(files.iter().copied()).circles();
    circles.iter().map(|told| told.lines().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn two_files_that_name_each_other_are_a_circle() {
    for (one, two) in [
        ("use crate::two::Two; struct One;", "use crate::one::One; struct Two;"),
        ("use super::{two::{Deep, Two}, other}; struct One;", "use super::{one::{self, One}};"),
        ("use crate::{two::{self, Two as Other}}; enum One {}", "struct Two(crate::one::One);"),
        ("use crate::two; fn f() { two::g() } fn h() {}", "fn g() { crate::one::h() }"),
        (
            "use crate::two; fn f() { format!(\"{}\", two::g()) } fn h() {}",
            "fn g() { super::one::h() }",
        ),
        ("use super::two::*; pub struct One;", "use super::one::One; pub struct Two;"),
        (
            "fn f(x: crate::two::Two) {} trait One {}",
            "impl<T: super::one::One> Two for T {} trait Two {}",
        ),
    ] {
        let two = format!("{two} mod deep {{ pub struct Deep; }} use deep::Deep; struct Two;");
        let files = [("lib.rs", "mod one; mod two;"), ("one.rs", one), ("two.rs", &two)];
        assert_eq!(circles(&files), ["one.rs, two.rs"], "{one} {two}");
    }
}

#[test]
fn every_kind_of_item_is_known_where_it_is_defined() {
    for item in [
        "pub(crate) async fn name() {}",
        "pub(in crate::one) fn name() {}",
        "pub(super) const fn name() {}",
        "unsafe extern \"C\" fn name() {}",
        "const name: u8 = 1;",
        "static mut name: u8 = 1;",
        "macro_rules! name { () => {} } pub(crate) use name;",
        "type name = u8;",
        "union name { a: u8 }",
        "words! { #[derive(Debug)] pub enum name { A } }",
        "mod inner { pub struct name; } pub use inner::name;",
    ] {
        let two = format!("use super::one::f; {item}");
        let files = [("one.rs", "use super::two::name; fn f() {}"), ("two.rs", &two)];
        assert_eq!(circles(&files), ["one.rs, two.rs"], "{item}");
    }
}

#[test]
fn a_circle_may_take_many_files_and_tells_what_ties_it() {
    let files = [
        ("a.rs", "use crate::b::B; pub struct A;"),
        ("b.rs", "use crate::c::{C, D}; pub struct B;"),
        ("c.rs", "pub struct C; pub struct D; impl From<crate::a::A> for C {}"),
        ("main.rs", "fn main() { reinstate::a::A; }"),
    ];
    let told = House::of(files).circles();
    let expected = "a.rs, b.rs, c.rs\n    a.rs -> b.rs: crate::b::B\n    \
                    b.rs -> c.rs: crate::c::C, crate::c::D\n    c.rs -> a.rs: crate::a::A";
    assert_eq!(told, [expected]);
}

/// What is handed on leads to the file that defines it, and through the one that hands it on.
#[test]
fn a_name_that_is_handed_on_leads_to_where_it_is_defined() {
    let user = ("user.rs", "use crate::room::Name; pub struct User;");
    let child = ("room/child.rs", "use crate::user::User; pub struct Name;");
    let files = [user, child, ("room/mod.rs", "mod child; pub use child::Name;")];
    assert_eq!(circles(&files), ["room/child.rs, room/mod.rs, user.rs"]);
    let files = [user, child, ("room.rs", "pub mod child; pub use self::child::{Name as Other};")];
    assert_eq!(circles(&files), [""; 0]);
}

#[test]
fn a_parent_that_uses_its_child_is_not_used_by_it() {
    let child = ("room/child.rs", "use super::Parent; pub struct Child;");
    let declares = ("room/mod.rs", "pub mod child; pub struct Parent;");
    assert_eq!(circles(&[child, declares]), [""; 0]);
    for uses in ["pub use child::Child;", "fn f() { child::Child; }"] {
        let parent = format!("mod child; pub struct Parent; {uses}");
        let files = [child, ("room/mod.rs", parent.as_str())];
        assert_eq!(circles(&files), ["room/child.rs, room/mod.rs"], "{uses}");
    }
    // A sibling taken from the parent rather than from its own file.
    let files = [
        ("room/one.rs", "use super::Two; pub struct One;"),
        ("room/two.rs", "pub struct Two;"),
        ("room/mod.rs", "mod one; mod two; pub use one::One; pub use two::Two;"),
    ];
    assert_eq!(circles(&files), ["room/mod.rs, room/one.rs"]);
    let from_its_own = ("room/one.rs", "use super::two::{Two,}; pub struct One;");
    assert_eq!(circles(&[from_its_own, files[1], files[2]]), [""; 0]);
    let files = [
        ("room/one.rs", "use super::two::two; pub struct One;"),
        ("room/two.rs", "pub fn two() {}"),
        ("room/mod.rs", "mod one; mod two; pub use one::One; pub use two::two;"),
    ];
    assert_eq!(circles(&files), [""; 0]);
}

#[test]
fn what_is_no_name_of_a_file_is_no_arrow() {
    let one = "use crate::two::Two; pub struct One; // crate::two::Two";
    for two in [
        "/// See [`crate::one::One`]. \n pub struct Two; const X: &str = \"crate::one::One\";",
        "use one::One; pub struct Two;",
        "use ::one::One; use serde::one::One; pub struct Two;",
        "pub(in crate::one) struct Two; use crate::one;",
        "mod one { pub struct One; } use one::One; pub struct Two;",
        "use tempfile::tempfile; pub struct Two; fn f() { tempfile::tempfile() }",
        "use crate::{one::{},}; pub struct Two;",
    ] {
        let files = [("lib.rs", "mod one; mod two;"), ("one.rs", one), ("two.rs", two)];
        assert_eq!(circles(&files), [""; 0], "{two}");
    }
}

#[test]
fn equal_names_of_types_are_found() {
    let files = [
        ("a.rs", "pub struct Page; enum Kind {} struct Alone; fn page() {}"),
        ("b.rs", "mod inner { trait Kind {} } const ALONE: u8 = 1; type Page = u8;"),
        ("c.rs", "words! { enum Kind { A } } impl Page { type Alone = u8; }"),
    ];
    assert_eq!(House::of(files).equal_types(), ["Kind: a.rs, b.rs, c.rs", "Page: a.rs, b.rs"]);
}
