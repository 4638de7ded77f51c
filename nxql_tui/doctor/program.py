"""The first group: this program, its Python, and the packages it stands on."""

from __future__ import annotations

import platform
import re
import ssl
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from nxql_tui.doctor.findings import Finding, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PACKAGE = "nxql-tui"
_INSTALL = "Install nxql-tui anew: pip install --upgrade nxql-tui."
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)\s*([^;]*)")
_BOUND = re.compile(r"(>=|<=|==|!=|<|>)\s*([0-9][0-9.]*)")
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package, and the versions of it that are meant."""

    name: str
    bounds: str
    """As `>=8.2,<9`; empty where every version will do."""

    def admits(self, version: str) -> bool:
        """Whether a version is one of those meant; only its numbers count, and unknown signs are no bounds."""
        found = _numbers(version)
        return all(_holds(found, sign, _numbers(text)) for sign, text in _BOUND.findall(self.bounds))


def look_at_program(
    requirements: Callable[[], tuple[Requirement, ...]], version_of: Callable[[str], str]
) -> Iterator[Finding]:
    """The versions in use.

    Args:
        requirements: What the program stands on, by its own metadata, Python among it.
        version_of: The installed version of a package; raises `PackageNotFoundError` where there is none.
    """
    try:
        needed = requirements()
        yield Finding(PACKAGE, Status.OK, f"version {version_of(PACKAGE)}")
    except metadata.PackageNotFoundError:
        needed = ()
        yield Finding(PACKAGE, Status.WARNING, "It runs without being installed.", _INSTALL)
    yield _python(next((one for one in needed if one.name == "python"), Requirement("python", "")))
    yield from _packages([one for one in needed if one.name != "python"], version_of)


def own_requirements() -> tuple[Requirement, ...]:
    """What our own metadata asks for; what only tests need is left out.

    Raises:
        PackageNotFoundError: The program is not installed.
    """
    described = metadata.distribution(PACKAGE)
    texts = [text for text in described.requires or () if "extra ==" not in text]
    python = Requirement("python", described.metadata["Requires-Python"])
    return (python, *(_requirement(text) for text in sorted(texts)))


def _requirement(text: str) -> Requirement:
    found = _REQUIREMENT.match(text)
    assert found is not None  # noqa: S101  metadata begins with a name
    return Requirement(found[1], found[2].strip())


def _python(needed: Requirement) -> Finding:
    version = platform.python_version()
    library = " ".join(ssl.OPENSSL_VERSION.split()[:2])
    found = f"version {version} on {platform.system()} {platform.release()}, {library}"
    if needed.admits(version):
        return Finding("Python", Status.OK, found)
    return Finding("Python", Status.FAILED, found, f"Run nxql-tui with Python {needed.bounds}.")


def _packages(needed: list[Requirement], version_of: Callable[[str], str]) -> Iterator[Finding]:
    details = []
    for package in needed:
        try:
            version = version_of(package.name)
        except metadata.PackageNotFoundError:
            yield Finding(package.name, Status.FAILED, "It is not installed.", _INSTALL)
            continue
        if package.admits(version):
            details.append(f"{package.name} {version}")
        else:
            found = f"Version {version} is installed where {package.bounds} is needed."
            yield Finding(package.name, Status.FAILED, found, _INSTALL)
    if details:
        yield Finding("packages", Status.OK, ", ".join(details))


def _numbers(version: str) -> tuple[int, ...]:
    found = _NUMBERS.match(version)
    numbers = [int(number) for number in found[0].split(".")] if found else []
    # 8.0 is 8.
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def _holds(found: tuple[int, ...], sign: str, bound: tuple[int, ...]) -> bool:
    return {
        ">=": found >= bound,
        "<=": found <= bound,
        "==": found == bound,
        "!=": found != bound,
        "<": found < bound,
        ">": found > bound,
    }[sign]
