#!/usr/bin/env python3
"""Holds `rust-version` in Cargo.toml against what each dependency asks for.

    cargo metadata --format-version 1 --locked --all-features | python3 tests/packages/rust_version.py

A dependency that needs a newer Rust than this package promises is an error. Dependencies of tests count,
since `cargo test` is promised too. That the package's own code uses nothing newer is for clippy to say
(`incompatible_msrv`).
"""

import json
import sys
import unittest

NAME = "reinstate"


def release(text: str) -> tuple[int, ...]:
    """1.88 and 1.88.0 are the same release."""
    parts = [int(part) for part in text.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))


def newer(metadata: dict) -> list[str]:
    """What needs a newer Rust than the package promises, a line for each."""
    packages = metadata["packages"]
    [own] = [package for package in packages if package["name"] == NAME]
    promised = own["rust_version"]
    return [
        f"{package['name']} {package['version']} needs Rust {package['rust_version']}, "
        f"and rust-version says {promised}"
        for package in packages
        if package["rust_version"] and release(package["rust_version"]) > release(promised)
    ]


class SelfTest(unittest.TestCase):
    @staticmethod
    def metadata(*needs: str | None) -> dict:
        own = {"name": NAME, "version": "1.0.0", "rust_version": "1.89"}
        others = [{"name": "other", "version": "2.0.0", "rust_version": need} for need in needs]
        return {"packages": [own, *others]}

    def test_what_is_older_or_silent_passes(self):
        self.assertEqual(newer(self.metadata(None, "1.89.0", "1.9", "1.63")), [])

    def test_what_is_newer_is_named(self):
        expected = "other 2.0.0 needs Rust 1.89.1, and rust-version says 1.89"
        self.assertEqual(newer(self.metadata("1.89.1")), [expected])
        self.assertEqual(len(newer(self.metadata("1.100", "1.88", "2.0"))), 2)


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        unittest.main(argv=sys.argv[:1])
    found = newer(json.load(sys.stdin))
    print("\n".join(found) or "no dependency needs a newer Rust than rust-version says")
    sys.exit(1 if found else 0)
