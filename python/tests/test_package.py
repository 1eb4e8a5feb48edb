"""What the wheel carries beside the module."""

import importlib.metadata

from conftest import ROOT


def test_it_carries_the_licences():
    """Of the program, and of the fonts that its documents embed."""
    files = importlib.metadata.distribution("reinstate").files
    found = {path.name: path.read_text() for path in files if "licenses" in path.parts}
    sources = {
        "LICENSE-MIT": ROOT / "LICENSE-MIT",
        "LICENSE-APACHE": ROOT / "LICENSE-APACHE",
        "LICENSE-OFL": ROOT / "templates/fonts/OFL.txt",
    }
    assert found == {name: source.read_text() for name, source in sources.items()}
