"""Take the pictures of the screens: the real explorer, on embedded Engines, in dark and light, at two sizes.

    python screenshots/take.py [NAME…]

A picture is the same text in every run and on every machine; `tests/ui/test_pictures.py` takes them anew and compares.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from picture import picture_of
from sample_site import sample_site
from scenes import SCENES, settle
from steady import steady

from nxql_tui.paths import Paths
from nxql_tui.ui.app import ExplorerApp
from nxql_tui.ui.background import end_background

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sample_site import SampleSite

FOLDER = Path(__file__).resolve().parent
THEMES = {"dark": "nxql-dark", "light": "nxql-light"}
SIZES = {"120x40": (120, 40), "80x24": (80, 24)}


@contextmanager
def studio() -> Iterator[SampleSite]:
    """All that the pictures need; nothing of the surroundings gets in, and nothing stays."""
    with tempfile.TemporaryDirectory(prefix="nxql-tui-pictures-") as name:
        # A screen says where it is, which is the name without links.
        folder = Path(name).resolve()
        with sample_site(folder) as site, steady(folder, site.proxy):
            yield site


async def take(scene: str, site: SampleSite) -> dict[str, str]:
    """Play a scene, and look at it in every theme and size; returns its pictures, by their file names."""
    begin, play = SCENES[scene]
    pictures: dict[str, str] = {}
    with users_folders() as paths:
        app = ExplorerApp(begin(paths, site))
        async with app.run_test(size=next(iter(SIZES.values()))) as pilot:
            await pilot.pause()
            await play(pilot)
            tones = list(THEMES)
            for word, size in SIZES.items():
                await pilot.resize_terminal(*size)
                for tone in tones:
                    app.theme = THEMES[tone]
                    await settle(pilot)
                    pictures[file_name(scene, tone, word)] = picture_of(app)
                # The one that is on stays on.
                tones.reverse()
        end_background()
    return pictures


def file_name(scene: str, tone: str, size: str) -> str:
    """Where a picture stands in the folder."""
    return f"{scene}-{tone}-{size}.svg"


def file_names(scene: str) -> list[str]:
    """Those of all pictures of a scene."""
    return [file_name(scene, tone, size) for size in SIZES for tone in THEMES]


@contextmanager
def users_folders() -> Iterator[Paths]:
    """Those of a user who begins, where Linux has them: some screens show them."""
    places = (".config", ".local/state", ".cache")
    try:
        yield Paths(*(Path.home() / place / "nxql-tui" for place in places))
    finally:
        for place in places:
            shutil.rmtree(Path.home() / place, ignore_errors=True)


def main(names: list[str]) -> None:
    """Take the pictures of the scenes named, or all of them."""
    unknown = [name for name in names if name not in SCENES]
    if unknown:
        sys.exit(f"There is no scene {', '.join(unknown)}; there are {', '.join(SCENES)}.")
    with studio() as site:
        for scene in names or SCENES:
            for name, picture in asyncio.run(take(scene, site)).items():
                (FOLDER / name).write_text(picture, encoding="utf-8")
                print(name)


if __name__ == "__main__":
    main(sys.argv[1:])
