"""The pictures of the README show the explorer as it is, in dark and light, at both sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from scenes import SCENES
from take import FOLDER, file_names, studio, take

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sample_site import SampleSite


@pytest.fixture(scope="module")
def site() -> Iterator[SampleSite]:
    with studio() as site:
        yield site


@pytest.mark.parametrize("scene", SCENES)
async def test_a_screen_looks_as_in_its_pictures(scene: str, site: SampleSite, tmp_path: Path) -> None:
    changed = []
    for name, picture in (await take(scene, site)).items():
        kept = FOLDER / name
        if not kept.exists() or kept.read_text(encoding="utf-8") != picture:
            (tmp_path / name).write_text(picture, encoding="utf-8")
            changed.append(name)
    assert not changed, (
        f"{', '.join(changed)}: not as in {FOLDER} any more. Look at the new ones in {tmp_path}; "
        f"where they are right, take them anew: python screenshots/take.py {scene}"
    )


def test_every_picture_is_of_a_scene() -> None:
    assert {path.name for path in FOLDER.glob("*.svg")} == {name for scene in SCENES for name in file_names(scene)}
