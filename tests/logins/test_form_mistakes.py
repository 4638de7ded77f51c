"""What is wrong with a form is said in a sentence, and no sentence holds a password."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hostile_servers import Identities
from hypothesis import given
from hypothesis import strategies as st

from nxql_tui.logins.connection_form import ConnectionForm, Place, TrustChoice, read_form
from nxql_tui.logins.form_files import find_file_mistakes
from nxql_tui.logins.form_mistakes import FormField, Mistake, find_mistakes

GOOD = ConnectionForm(name="lab", address="engine.example.com", user="alice")


def mistakes(**texts: object) -> dict[FormField, Mistake]:
    return dict(find_mistakes(replace(GOOD, **texts), {"site-eu"}))


def sentence(field: FormField, **texts: object) -> str:
    found = mistakes(**texts)
    assert list(found) == [field]
    return found[field].sentence


def test_a_form_with_a_name_an_address_and_a_user_is_enough():
    assert not mistakes()


def test_an_empty_form_says_what_is_missing_from_top_to_bottom():
    assert list(find_mistakes(ConnectionForm(), ())) == [FormField.NAME, FormField.ADDRESS, FormField.USER]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("name", " ", "The name is missing"),
        ("name", "site-eu", "There is a connection 'site-eu' already"),
        ("user", "", "The user is missing"),
        ("user", "al:ice", "holds no ':'"),
        ("user", "al\x07ice", "not seen"),
        ("address", "", "The Engine's address is missing"),
        ("address", "en gine", "These are several addresses"),
        ("address", "http://engine", "unprotected"),
        ("address", "engine:99999", "is no port"),
        ("password_command", "pass 'show", "left open"),
        ("row_limit", "0", "whole number from 1"),
        ("row_limit", "1_000", "whole number from 1"),
        ("row_limit", "-5", "whole number from 1"),
        ("row_limit", "²", "whole number from 1"),
        ("row_limit", "9" * 5000, "whole number from 1"),
        ("time_limit", "0", "number of seconds"),
        ("time_limit", "0.0", "number of seconds"),
        ("time_limit", "nan", "number of seconds"),
        ("time_limit", "1e3", "number of seconds"),
        ("time_limit", "9" * 309, "number of seconds"),
        ("time_limit", "9" * 5000, "number of seconds"),
        ("proxy", "proxy", "port is missing"),
        ("proxy", "ftp://proxy:1", "no kind of proxy"),
        ("proxy", "http://a%3Ab@proxy:1", "holds a ':'"),
        ("server_name", "a b", "no host name"),
        ("server_name", "engine:1671", "no host name"),
        ("client_key", "/key.pem", "belongs to a certificate"),
    ],
)
def test_a_mistake_is_said_at_its_field(field, text, said):
    assert said in sentence(FormField(field), **{field: text})


@pytest.mark.parametrize(
    "texts",
    [
        {"address": "https://engine.example.com:1671/2/query"},
        {"place": Place.PORTAL, "address": "https://portal.example.com/api/configuration/v1/engines"},
        {"place": Place.ENGINES, "address": "a.example.com b.example.com:1672"},
        {"proxy": "socks5://me@proxy"},
        {"proxy": "None"},
        {"time_limit": "0.5"},
        {"row_limit": " 10 "},
        {"server_name": "engine.example.com"},
        {"password_command": "pass show 'site eu'"},
        {"client_certificate": "/a.pem", "client_key": "/b.pem"},
        {"ca_file": "", "trust": TrustChoice.SYSTEM},
    ],
)
def test_what_can_be_kept_is_no_mistake(texts):
    assert not mistakes(**texts)
    read_form(replace(GOOD, **texts), None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "The addresses are missing"),
        ("a.example.com, b.example.com:x", "'b.example.com:x': 'x' is no port"),
        ("a.example.com a.example.com:1671", "a.example.com:1671 stands there twice"),
        ("a, me@b", "An address: The address holds a user name"),
    ],
)
def test_a_mistake_in_one_of_several_addresses_names_it(typed, said):
    assert said in sentence(FormField.ADDRESS, place=Place.ENGINES, address=typed)


def test_a_portal_without_an_address_is_said_so():
    assert "The Portal's address is missing" in sentence(FormField.ADDRESS, place=Place.PORTAL, address=" ")


def test_a_ca_file_that_is_chosen_is_named():
    assert "The CA file is missing" in sentence(FormField.TRUST_FILE, trust=TrustChoice.CA_FILE)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("http://me:hunter2@proxy:3128", "http://me@proxy:3128"),
        ("me:hunter2@proxy:3128", "me@proxy:3128"),
        ("http://me:@proxy:3128", "http://me@proxy:3128"),
        ("http://me:hun/ter2@proxy:3128", "http://me@proxy:3128"),
        ("http://me:hunter2@hunter2@proxy:3128", "http://me@proxy:3128"),
        ("https://me:hunter2@proxy:3128", "https://me@proxy:3128"),
        ("http://me:hun ter2@proxy:3128", "http://me@proxy:3128"),
        ("http:me:hunter2@proxy:3128", "http@proxy:3128"),
    ],
)
def test_the_password_of_a_proxy_is_refused_and_taken_out(typed, left):
    mistake = mistakes(proxy=typed)[FormField.PROXY]
    assert "password" in mistake.sentence
    assert mistake.corrected == left


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=12), st.sampled_from(["http://", "", "socks5://"]))
def test_no_password_of_a_proxy_is_kept_or_quoted(password, scheme):
    secret = f"<{password}>"
    mistake = mistakes(proxy=f"{scheme}me:{secret}@proxy:3128")[FormField.PROXY]
    assert secret not in mistake.sentence
    assert mistake.corrected is not None
    assert secret not in mistake.corrected


@pytest.mark.parametrize("place", Place)
def test_the_password_in_an_address_is_taken_out(place):
    mistake = mistakes(place=place, address="https://me:hunter2@engine.example.com")[FormField.ADDRESS]
    assert "hunter2" not in mistake.sentence
    assert mistake.corrected == "https://me@engine.example.com"


def test_a_file_that_is_not_there_is_said(tmp_path):
    missing = str(tmp_path / "missing.pem")
    form = replace(GOOD, trust=TrustChoice.CA_FILE, ca_file=missing, client_certificate=missing, client_key=missing)
    found = find_file_mistakes(form)
    assert list(found) == [FormField.TRUST_FILE, FormField.CLIENT_CERTIFICATE, FormField.CLIENT_KEY]
    assert all("no such file" in mistake.sentence for mistake in found.values())


def test_a_file_that_is_there_is_no_mistake(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    identity = Identities(tmp_path).make("me").file
    (tmp_path / "me.pem").write_bytes(identity.read_bytes())
    assert not find_file_mistakes(replace(GOOD, client_certificate="~/me.pem", client_key=str(tmp_path / "me.pem")))


def test_a_file_that_holds_something_else_is_a_mistake(tmp_path):
    other = tmp_path / "other.pem"
    other.write_text("something else")
    form = replace(GOOD, trust=TrustChoice.CA_FILE, ca_file=str(other), client_certificate=str(other))
    found = find_file_mistakes(form)
    assert "holds no certificates" in found[FormField.TRUST_FILE].sentence
    assert "holds no certificate with its key" in found[FormField.CLIENT_CERTIFICATE].sentence


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "a folder"),
        ("~nobody-of-that-name/x", "no user of that name"),
        ("a\0b", "no such file"),
        ("x" * 300, "cannot be"),
    ],
)
def test_what_can_be_no_file_is_said(path, said):
    assert said in find_file_mistakes(replace(GOOD, client_certificate=path))[FormField.CLIENT_CERTIFICATE].sentence


def test_a_ca_file_that_is_not_chosen_is_not_looked_at():
    assert not find_file_mistakes(replace(GOOD, ca_file="/missing"))
