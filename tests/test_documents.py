"""The README and the pages it leads to: every link and every picture is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def targets(text: str) -> list[str]:
    """Where links and pictures lead to, but for those that lead out of the project."""
    found = re.findall(r"\]\(([^)\s]+)\)|(?:src|srcset)=\"([^\"]+)\"", text)
    return [target for pair in found for target in pair if target and "://" not in target]


def anchors(text: str) -> set[str]:
    """The headings, as links name them."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    for target in targets(text):
        name, _, anchor = target.partition("#")
        led_to = (document.parent / name).resolve() if name else document
        assert led_to.exists(), target
        if anchor:
            assert anchor in anchors(led_to.read_text(encoding="utf-8")), target


def test_the_readme_leads_to_every_page() -> None:
    front = targets((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {f"docs/{path.name}" for path in DOCUMENTS[1:]} <= {target.partition("#")[0] for target in front}
