from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.accounts.known_engines import KnownEnginesError, Pin, forget_pin, load_pin, save_pin

if TYPE_CHECKING:
    from pathlib import Path

DER = b"\x30\x82\x01\x02certificate"
PIN, OTHER = Pin(DER), Pin(DER + b"2")
ENGINE = "engine-1.example.com:1671"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "known_engines"


def test_without_a_file_nothing_is_pinned(file: Path) -> None:
    assert load_pin(file, ENGINE) is None


def test_a_pin_is_given_back(file: Path) -> None:
    save_pin(file, ENGINE, PIN)
    assert load_pin(file, ENGINE) == PIN


def test_each_address_has_its_own_pin(file: Path) -> None:
    save_pin(file, ENGINE, PIN)
    save_pin(file, "[::1]:1671", OTHER)
    assert load_pin(file, ENGINE) == PIN
    assert load_pin(file, "[::1]:1671") == OTHER
    assert load_pin(file, "engine-1.example.com:443") is None


def test_the_case_of_a_host_does_not_matter(file: Path) -> None:
    save_pin(file, ENGINE, PIN)
    assert load_pin(file, ENGINE.upper()) == PIN


def test_a_new_pin_takes_the_place_of_the_old_one(file: Path) -> None:
    save_pin(file, ENGINE, PIN)
    save_pin(file, ENGINE, OTHER)
    assert load_pin(file, ENGINE) == OTHER
    assert file.read_text().count(ENGINE) == 1


def test_comments_and_other_lines_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("# mine\n\nother:1671 MAECAwQ=\n")
    save_pin(file, ENGINE, PIN)
    assert file.read_text().startswith("# mine\n\nother:1671 MAECAwQ=\n")


def test_only_the_owner_may_read_the_pins(file: Path) -> None:
    save_pin(file, ENGINE, PIN)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damaged", ["", "!!!", "AAAA", "MAEC extra", "MAE"])
def test_a_damaged_pin_is_an_error_and_not_an_unknown_engine(file: Path, damaged: str) -> None:
    file.parent.mkdir()
    file.write_text(f"# mine\n{ENGINE} {damaged}\n")
    with pytest.raises(KnownEnginesError, match=r"line 2: the certificate of engine-1\.example\.com:1671 is damaged"):
        load_pin(file, ENGINE)


def test_a_damaged_pin_of_another_engine_is_not_in_the_way(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"other:1671 \xff\n")
    save_pin(file, ENGINE, PIN)
    assert load_pin(file, ENGINE) == PIN


def test_a_folder_in_the_place_of_the_pins_is_an_error(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(KnownEnginesError, match="cannot be read"):
        load_pin(file, ENGINE)


@given(st.binary().map(lambda rest: b"\x30" + rest))
def test_any_certificate_survives_the_file(tmp_path_factory: pytest.TempPathFactory, der: bytes) -> None:
    file = tmp_path_factory.mktemp("pins") / "known_engines"
    save_pin(file, ENGINE, Pin(der))
    assert load_pin(file, ENGINE) == Pin(der)


def test_a_pin_may_hold_after_its_last_day_and_says_so_in_its_line(file: Path) -> None:
    save_pin(file, ENGINE, Pin(DER, allow_expired=True))
    assert load_pin(file, ENGINE) == Pin(DER, allow_expired=True)
    assert file.read_text().endswith(" expired-too\n")


def test_a_forgotten_pin_is_gone_and_the_others_stay(file: Path) -> None:
    save_pin(file, "other:1671", OTHER)
    save_pin(file, ENGINE, PIN)
    assert forget_pin(file, ENGINE)
    assert not forget_pin(file, ENGINE)
    assert load_pin(file, ENGINE) is None
    assert load_pin(file, "other:1671") == OTHER
