"""A connection goes into the form and comes out again; what was typed becomes what was meant."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.accounts.connection import READERS, Colour, Connection, TrustSource
from nxql_tui.logins.connection_form import ConnectionForm, Place, TrustChoice, form_of, read_form

TEXTS = st.text(max_size=20)
FILLED = st.text(min_size=1, max_size=20)
MAYBE = st.none() | FILLED
PLACES = st.one_of(
    st.builds(lambda text: {"address": text}, FILLED),
    st.builds(lambda texts: {"addresses": tuple(texts)}, st.lists(FILLED, min_size=1, max_size=3)),
    st.builds(lambda text: {"portal": text}, FILLED),
)
KEYS = {
    "name": FILLED,
    "user": FILLED,
    "allow_update": st.booleans(),
    "last_used": st.none() | st.just(datetime(2026, 11, 23, tzinfo=UTC)),
    "password_command": MAYBE,
    "platforms": st.permutations(["windows", "mac_os", "mobile"]).flatmap(
        lambda order: st.integers(0, 3).map(lambda count: tuple(order[:count]))
    ),
    "row_limit": st.none() | st.integers(min_value=1),
    "time_limit": st.none()
    | st.integers(min_value=1)
    | st.floats(min_value=0, exclude_min=True, allow_infinity=False, allow_nan=False),
    "proxy": MAYBE,
    "trust": st.none() | st.sampled_from(TrustSource),
    "ca_file": MAYBE,
    "server_name": MAYBE,
    "client_certificate": MAYBE,
    "client_key": MAYBE,
    "tags": st.lists(FILLED, max_size=3).map(tuple),
    "colour": st.none() | st.sampled_from(Colour),
}
CONNECTIONS = st.builds(lambda place, keys: Connection(**place, **keys), PLACES, st.fixed_dictionaries(KEYS))

HOSTS = st.from_regex(r"[a-z]{1,8}\.example\.com(:[1-9][0-9]{0,3})?", fullmatch=True)
WORDS = st.from_regex(r"[a-z][a-z0-9_]{0,8}( [a-z0-9]{1,5})?", fullmatch=True)
FILES = st.from_regex(r"(/|~/)[a-z0-9_/]{0,10}[a-z]", fullmatch=True)
ORDERED = st.sets(st.sampled_from(["windows", "mac_os", "mobile"])).map(
    lambda some: tuple(one for one in ("windows", "mac_os", "mobile") if one in some)
)
USUAL_KEYS = {
    **KEYS,
    "name": WORDS,
    "user": WORDS,
    "last_used": st.none(),
    "password_command": st.none() | WORDS,
    "platforms": ORDERED,
    "proxy": st.none() | st.just("none") | HOSTS,
    "server_name": st.none() | HOSTS,
    "client_certificate": st.none() | FILES,
    "client_key": st.none() | FILES,
    "tags": st.lists(WORDS, max_size=3, unique=True).map(tuple),
}
USUAL_PLACES = st.one_of(
    st.builds(lambda text: {"address": text}, HOSTS),
    st.builds(lambda texts: {"addresses": tuple(texts)}, st.lists(HOSTS, min_size=1, max_size=3)),
    st.builds(lambda text: {"portal": text}, HOSTS),
)
USUAL_TRUST = st.one_of(
    st.builds(lambda source: {"trust": source}, st.none() | st.sampled_from(TrustSource)),
    st.builds(lambda path: {"ca_file": path}, FILES),
)
USUAL = st.builds(
    lambda place, trust, keys: Connection(**{**keys, "ca_file": None, "trust": None, **place, **trust}),
    USUAL_PLACES,
    USUAL_TRUST,
    st.fixed_dictionaries(USUAL_KEYS),
)


@given(CONNECTIONS)
def test_whatever_stands_in_the_file_comes_out_as_it_went_in(connection):
    assert read_form(form_of(connection), connection) == connection


@given(USUAL)
def test_the_texts_alone_say_the_whole_connection(connection):
    assert read_form(form_of(connection), None) == connection


@given(USUAL, USUAL)
def test_a_form_filled_in_over_another_connection_says_the_new_one(connection, before):
    assert read_form(form_of(connection), before) == connection


def test_every_key_of_the_file_but_the_time_has_a_place_in_the_form():
    in_form = set(ConnectionForm.__dataclass_fields__) - {"name", "place"}
    assert in_form | {"addresses", "portal", "engines", "last_used"} == set(READERS)


def test_a_tag_with_a_comma_outlasts_a_change_elsewhere():
    before = Connection("lab", "engine", "alice", tags=("one, two",), platforms=("mobile", "windows"))
    changed = read_form(ConnectionForm(**{**fields_of(form_of(before)), "user": "bob"}), before)
    assert (changed.user, changed.tags, changed.platforms) == ("bob", ("one, two",), ("mobile", "windows"))


def fields_of(form: ConnectionForm) -> dict[str, object]:
    return {name: getattr(form, name) for name in ConnectionForm.__dataclass_fields__}


def read(**texts: object) -> Connection:
    return read_form(ConnectionForm(**texts), None)


@pytest.mark.parametrize("typed", ["a b", "a,b", " a ,\tb, ", "a\nb"])
def test_addresses_are_separated_by_blanks_or_commas(typed):
    assert read(place=Place.ENGINES, address=typed).addresses == ("a", "b")


@pytest.mark.parametrize(
    ("place", "key"), [(Place.ENGINE, "address"), (Place.PORTAL, "portal"), (Place.ENGINES, "addresses")]
)
def test_a_connection_leads_to_one_place(place, key):
    before = Connection("lab", "old", "alice") if place is not Place.ENGINE else Connection("lab", portal="old")
    changed = read_form(ConnectionForm(name="lab", place=place, address="new"), before)
    held = {name: getattr(changed, name) for name in ("address", "addresses", "portal") if getattr(changed, name)}
    assert held == {key: ("new",) if key == "addresses" else "new"}


@pytest.mark.parametrize("typed", ["none", " NONE "])
def test_the_direct_way_is_a_word(typed):
    assert read(proxy=typed).proxy == "none"


def test_an_empty_proxy_does_what_the_environment_says():
    assert read(proxy=" ").proxy is None


@pytest.mark.parametrize(("typed", "seconds"), [("", None), ("30", 30), ("2.5", 2.5), (" 7 ", 7)])
def test_seconds_are_read(typed, seconds):
    read_seconds = read(time_limit=typed).time_limit
    assert (read_seconds, type(read_seconds)) == (seconds, type(seconds))


def test_tags_are_separated_by_commas_and_kept_once():
    assert read(tags="eu  west, production,, eu west").tags == ("eu west", "production")


def test_a_ca_file_counts_only_where_it_is_chosen():
    assert read(trust=TrustChoice.PINNED, ca_file="/ca.pem").ca_file is None
    assert read(trust=TrustChoice.CA_FILE, ca_file="/ca.pem").ca_file == "/ca.pem"


def test_a_path_leads_to_the_same_file_from_every_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = read(client_certificate="me.pem", client_key="~/me.key")
    assert (said.client_certificate, said.client_key) == (str(Path.cwd() / "me.pem"), "~/me.key")


def test_what_could_hold_a_password_is_in_no_repr():
    shown = repr(ConnectionForm(proxy="http://me:hunter2@proxy:1", address="me:hunter2@e", password_command="hunter2"))
    assert "hunter2" not in shown
