from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.accounts.connection import Colour, TrustSource
from nxql_tui.accounts.connections import (
    Connection,
    ConnectionsFileError,
    by_last_use,
    load_connections,
    remove_connection,
    replace_connection,
    save_connection,
)

if TYPE_CHECKING:
    from pathlib import Path

LAB = Connection("lab", "lab-engine:1671", "alice")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "connections.toml"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())


def test_without_a_file_there_are_no_connections(file: Path) -> None:
    assert load_connections(file) == ()


def test_an_empty_file_holds_no_connections(file: Path) -> None:
    write(file, "")
    assert load_connections(file) == ()


def test_a_saved_connection_is_loaded_again(file: Path) -> None:
    connection = Connection(
        "engine-1.example.com:1671",
        "engine-1.example.com:1671",
        "alice",
        allow_update=True,
        last_used=datetime(2026, 11, 23, 10, 15, tzinfo=UTC),
    )
    save_connection(file, connection)
    assert load_connections(file) == (connection,)


def test_connections_stand_in_the_order_they_were_saved(file: Path) -> None:
    for name in ("zebra", "ant", "mole"):
        save_connection(file, Connection(name, f"{name}:1671", "alice"))
    assert [connection.name for connection in load_connections(file)] == ["zebra", "ant", "mole"]


def test_saving_the_same_name_brings_it_up_to_date(file: Path) -> None:
    save_connection(file, LAB)
    save_connection(file, Connection("lab", "lab-engine:443", "bob"))
    assert load_connections(file) == (Connection("lab", "lab-engine:443", "bob"),)


def test_comments_and_other_entries_stay_when_the_file_is_rewritten(file: Path) -> None:
    text = (
        "# my Engines\n\n"
        "[connections.lab]  # the one in the cellar\n"
        'address = "lab-engine:1671"  # no DNS\n'
        'user = "alice"\n\n'
        "# production\n"
        '[connections."site-eu"]\n'
        'address = "eu.example.com"\n'
        "user = 'svc'\n"
    )
    write(file, text)
    save_connection(file, Connection("lab", "lab-engine:1671", "bob"))
    written = file.read_text()
    for comment in ("# my Engines", "# the one in the cellar", "# no DNS", "# production"):
        assert comment in written
    assert "user = 'svc'" in written
    assert [connection.user for connection in load_connections(file)] == ["bob", "svc"]


def test_only_the_owner_may_read_the_file(file: Path) -> None:
    save_connection(file, LAB)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_moment_without_a_zone_is_utc(file: Path) -> None:
    write(file, "[connections.lab]\naddress = 'a'\nuser = 'b'\nlast_used = 2026-01-02T03:04:05\n")
    assert load_connections(file)[0].last_used == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_mistyped_key_is_named_with_the_nearest_known_one(file: Path) -> None:
    write(file, "[connections.other]\naddress = 'a'\nuser = 'b'\n\n[connections.lab]\nuser = 'b'\nadress = 'a'\n")
    with pytest.raises(ConnectionsFileError) as caught:
        load_connections(file)
    assert str(caught.value) == (f"{file}, line 7: connections.lab.adress is not a known key. Did you mean address?")
    assert caught.value.key == "connections.lab.adress"


def test_a_key_like_no_other_is_answered_with_all_keys(file: Path) -> None:
    write(file, "[connections.lab]\nqwxz = 1\n")
    with pytest.raises(ConnectionsFileError, match="Known keys: address, addresses, portal, engines, user"):
        load_connections(file)


def test_a_missing_key_is_named(file: Path) -> None:
    write(file, "\n[connections.lab]\naddress = 'a'\n")
    with pytest.raises(ConnectionsFileError, match=r"line 2: connections\.lab lacks the key user"):
        load_connections(file)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("allow_update = 'yes'", "must be true or false"),
        ("user = 7", "must be a text"),
        ("last_used = 2026-01-02", "must be a date with a time"),
        ("addresses = []", "must be a list of texts"),
        ("platforms = ['windoze']", "there are windows, mac_os, mobile"),
        ("row_limit = 0", "must be a whole number from 1 on"),
        ("row_limit = true", "must be a whole number from 1 on"),
        ("time_limit = -1", "must be a number of seconds"),
        ("colour = 'beige'", "must be one of red, orange"),
        ("trust = 'nobody'", "must be one of system, pinned"),
        ("tags = 'production'", "must be a list of texts"),
        ("proxy = 'http://paul:geheim@proxy:3128'", "holds a password"),
        ("proxy = 'paul:geheim@proxy:3128'", "holds a password"),
        ("server_name = 7", "must be a text"),
    ],
)
def test_a_value_of_the_wrong_type_is_named(file: Path, line: str, what: str) -> None:
    write(file, f"[connections.'my lab']\naddress = 'a'\n{line}\n")
    with pytest.raises(ConnectionsFileError, match=what) as caught:
        load_connections(file)
    assert caught.value.line == 3


def test_a_password_in_the_file_is_refused_and_not_repeated(file: Path) -> None:
    write(file, "[connections.lab]\naddress = 'a'\nuser = 'b'\npassword = 'canary'\n")
    with pytest.raises(ConnectionsFileError, match="passwords are not kept in this file") as caught:
        load_connections(file)
    assert "canary" not in str(caught.value)
    assert caught.value.line == 4


@pytest.mark.parametrize("text", ["connections = 1\n", "[[connections]]\nname = 'a'\n", "[connections]\nlab = 1\n"])
def test_entries_that_are_no_tables_are_refused(file: Path, text: str) -> None:
    write(file, text)
    with pytest.raises(ConnectionsFileError, match="must be a table"):
        load_connections(file)


def test_a_file_that_is_not_toml_is_named_with_its_line(file: Path) -> None:
    write(file, "[connections.lab]\naddress = 'a\n")
    with pytest.raises(ConnectionsFileError, match="not TOML") as caught:
        load_connections(file)
    assert caught.value.line == 2


def test_a_key_given_twice_is_not_toml(file: Path) -> None:
    write(file, "[connections.lab]\nuser = 'a'\nuser = 'b'\n")
    with pytest.raises(ConnectionsFileError, match="not TOML"):
        load_connections(file)


def test_a_file_that_is_not_utf_8_is_named_with_its_line(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"# fine\n# \xff\n")
    with pytest.raises(ConnectionsFileError, match="line 2: it is not UTF-8"):
        load_connections(file)


def test_a_broken_file_is_never_overwritten(file: Path) -> None:
    write(file, "[connections.lab\n")
    with pytest.raises(ConnectionsFileError):
        save_connection(file, LAB)
    assert file.read_text() == "[connections.lab\n"


def test_a_folder_in_the_place_of_the_file_is_an_error(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(ConnectionsFileError, match="cannot be read"):
        load_connections(file)


def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("")
    with pytest.raises(ConnectionsFileError, match="cannot be"):
        save_connection(tmp_path / "config" / "connections.toml", LAB)


@given(
    st.lists(
        st.builds(
            Connection,
            name=st.text(),
            address=st.text(min_size=1),
            user=st.text(min_size=1),
            allow_update=st.booleans(),
            platforms=st.lists(st.sampled_from(["windows", "mac_os", "mobile"]), unique=True).map(tuple),
            row_limit=st.none() | st.integers(1, 10**9),
            time_limit=st.none() | st.integers(1, 10**6) | st.floats(0.1, 1e6),
            trust=st.none() | st.sampled_from(TrustSource),
            ca_file=st.none() | st.text(min_size=1),
            server_name=st.none() | st.text(min_size=1),
            tags=st.lists(st.text(min_size=1)).map(tuple),
            colour=st.none() | st.sampled_from(Colour),
        ),
        unique_by=lambda connection: connection.name,
        max_size=4,
    )
)
def test_any_texts_survive_the_file(tmp_path_factory: pytest.TempPathFactory, connections: list[Connection]) -> None:
    file = tmp_path_factory.mktemp("connections") / "connections.toml"
    for connection in connections:
        save_connection(file, connection)
    assert load_connections(file) == tuple(connections)


def test_a_removed_connection_is_gone_and_comments_stay(file: Path) -> None:
    lab, eu = "[connections.lab]\naddress = 'a'\nuser = 'b'\n", "[connections.eu]\naddress = 'c'\nuser = 'd'\n"
    write(file, f"# mine\n{lab}\n# theirs\n{eu}")
    remove_connection(file, "lab")
    remove_connection(file, "lab")
    assert [connection.name for connection in load_connections(file)] == ["eu"]
    assert "# mine" in file.read_text()


def test_a_connection_cannot_be_removed_from_a_file_that_cannot_be_read(file: Path) -> None:
    write(file, "not TOML")
    with pytest.raises(ConnectionsFileError):
        remove_connection(file, "lab")
    assert file.read_text() == "not TOML"


def test_the_connection_used_last_comes_first_and_those_never_used_come_last() -> None:
    def used(name: str, day: int | None) -> Connection:
        return Connection(name, "a", "b", last_used=None if day is None else datetime(2026, 11, day, tzinfo=UTC))

    connections = (used("never", None), used("old", 1), used("new", 20), used("never either", None))
    assert [one.name for one in by_last_use(connections)] == ["new", "old", "never", "never either"]


def test_an_entry_leads_to_one_place(file: Path) -> None:
    write(file, "[connections.lab]\naddress = 'a'\nportal = 'b'\nuser = 'c'\n")
    with pytest.raises(ConnectionsFileError, match=r"line 3: connections\.lab holds address and portal"):
        load_connections(file)


def test_a_password_in_a_proxy_is_refused_and_not_repeated(file: Path) -> None:
    write(file, "[connections.lab]\naddress = 'a'\nuser = 'b'\nproxy = 'http://paul:geheim@proxy:3128'\n")
    with pytest.raises(ConnectionsFileError, match="line 4") as caught:
        load_connections(file)
    assert "geheim" not in str(caught.value)


def test_a_renamed_connection_keeps_its_comments_and_takes_the_old_name_away(file: Path) -> None:
    write(file, "# mine\n[connections.lab]\naddress = 'a'  # no DNS\nuser = 'b'\nproxy = 'none'\n")
    replace_connection(file, "lab", Connection("cellar", "a", "b", tags=("test",)))
    text = file.read_text()
    assert "# mine" in text
    assert "# no DNS" in text
    assert "proxy" not in text
    assert load_connections(file) == (Connection("cellar", "a", "b", tags=("test",)),)


def test_a_connection_to_production_looks_dangerous_where_nobody_chose_a_colour() -> None:
    assert Connection("eu", "a", "b", tags=("Production",)).shown_colour is Colour.RED
    assert Connection("eu", "a", "b", tags=("production",), colour=Colour.BLUE).shown_colour is Colour.BLUE
    assert Connection("eu", "a", "b").shown_colour is None


@pytest.mark.parametrize("proxy", ["http://paul@proxy:3128", "paul@proxy:3128", "socks5://[::1]:1080", "none"])
def test_a_proxy_without_a_password_is_taken(file: Path, proxy: str) -> None:
    write(file, f"[connections.lab]\naddress = 'a'\nuser = 'b'\nproxy = '{proxy}'\n")
    assert load_connections(file)[0].proxy == proxy


@pytest.mark.parametrize("place", ["addresses = ['a', 'b']", "portal = 'p'"])
def test_a_name_of_one_engine_is_refused_for_several(file: Path, place: str) -> None:
    write(file, f"[connections.lab]\n{place}\nuser = 'c'\nserver_name = 'engine-1'\n")
    with pytest.raises(ConnectionsFileError, match=r"line 4: .*is for one Engine"):
        load_connections(file)


SITE = """\
[connections.site]
portal = "portal.example.com"
user = "svc"
"""


def test_the_engines_chosen_of_a_site_are_written_as_names_and_addresses(file: Path) -> None:
    write(file, SITE)
    (site,) = load_connections(file)
    chosen = (("eu-1", "eu-1.example.com:1671"), ("eu 2", "10.0.0.2:1671"))
    save_connection(file, replace(site, engines=chosen))
    assert 'engines = {eu-1 = "eu-1.example.com:1671", "eu 2" = "10.0.0.2:1671"}' in file.read_text()
    assert load_connections(file)[0].engines == chosen


def test_a_table_of_engines_keeps_its_comments_and_goes_when_none_is_chosen(file: Path) -> None:
    write(file, f'{SITE}[connections.site.engines]  # the big ones\neu-1 = "one:1671"\neu-2 = "two:1671"  # slow\n')
    (site,) = load_connections(file)
    save_connection(file, replace(site, engines=(("eu-2", "two:1671"), ("eu-3", "three:1671"))))
    written = file.read_text()
    assert "# the big ones" in written
    assert "# slow" in written
    assert load_connections(file)[0].engines == (("eu-2", "two:1671"), ("eu-3", "three:1671"))
    save_connection(file, replace(site, engines=()))
    assert "engines" not in file.read_text()


@pytest.mark.parametrize("value", ['["eu-1"]', '{"eu-1" = 7}', '{"eu-1" = ""}', '"eu-1"'])
def test_engines_that_are_no_names_and_addresses_are_a_mistake(file: Path, value: str) -> None:
    write(file, f"{SITE}engines = {value}\n")
    with pytest.raises(ConnectionsFileError, match=r"connections\.site\.engines must be a table"):
        load_connections(file)


def test_engines_are_not_chosen_of_one_engine(file: Path) -> None:
    write(file, '[connections.lab]\naddress = "lab"\nuser = "a"\nengines = {"eu-1" = "one"}\n')
    with pytest.raises(ConnectionsFileError, match="is for a Portal or several addresses"):
        load_connections(file)
