from __future__ import annotations

from importlib import metadata

import pytest

from nxql_tui.doctor.findings import Finding, Status
from nxql_tui.doctor.program import Requirement, look_at_program, own_requirements


def look(requirements: tuple[Requirement, ...], installed: dict[str, str]) -> dict[str, Finding]:
    def version_of(name: str) -> str:
        if name not in installed:
            raise metadata.PackageNotFoundError(name)
        return installed[name]

    return {finding.name: finding for finding in look_at_program(lambda: requirements, version_of)}


@pytest.mark.parametrize(
    ("bounds", "version", "is_admitted"),
    [
        (">=8.2,<9", "8.2.8", True),
        ("<9,>=8.2", "9.0", False),
        (">=8.2", "8.1.9", False),
        (">=8.2", "8.10", True),
        (">=8", "8.0.0", True),
        (">=0.28.1,<1", "1.0.0", False),
        ("!=2.1", "2.1.0", False),
        ("==2.1", "2.1", True),
        ("<=2.1", "2.1.1", False),
        (">2", "2.0.1", True),
        (">=3.11", "3.14.0rc1", True),
        ("", "0.1", True),
    ],
)
def test_versions_are_compared_number_by_number(bounds: str, version: str, is_admitted: bool):
    assert Requirement("textual", bounds).admits(version) is is_admitted


def test_the_programs_own_metadata_name_python_and_what_it_runs_with():
    names = [requirement.name for requirement in own_requirements()]
    assert {"python", "click", "textual", "httpx"} <= set(names)
    assert "pytest" not in names


def test_what_is_installed_here_is_as_it_should_be():
    findings = list(look_at_program(own_requirements, metadata.version))
    assert {finding.status for finding in findings} == {Status.OK}
    assert f"textual {metadata.version('textual')}" in findings[-1].found


def test_a_package_that_is_too_old_fails_with_what_is_needed():
    findings = look((Requirement("textual", ">=8.2,<9"),), {"nxql-tui": "0.1.0", "textual": "7.0"})
    assert findings["textual"].status is Status.FAILED
    assert "7.0" in findings["textual"].found
    assert ">=8.2,<9" in findings["textual"].found
    assert findings["textual"].remedy


def test_a_package_that_is_not_there_fails():
    findings = look((Requirement("textual", ">=8.2"),), {"nxql-tui": "0.1.0"})
    assert findings["textual"].status is Status.FAILED


def test_a_python_that_is_too_old_fails():
    findings = look((Requirement("python", ">=99"),), {"nxql-tui": "0.1.0"})
    assert findings["Python"].status is Status.FAILED


def test_a_program_that_is_not_installed_says_so_and_goes_on():
    def nothing() -> tuple[Requirement, ...]:
        raise metadata.PackageNotFoundError("nxql-tui")

    findings = list(look_at_program(nothing, metadata.version))
    assert [finding.status for finding in findings] == [Status.WARNING, Status.OK]
