from __future__ import annotations

import pytest

from nxql_tui.nxql.asked_fields import asked_fields
from nxql_tui.nxql.printer import name_text


def asked(query: str, *header: str) -> list[tuple[str, str] | None]:
    return [None if field is None else (field.table, name_text(field.name)) for field in asked_fields(query, header)]


def test_a_plain_name_is_of_the_table_asked():
    query = "(select (name #Location) (from device (with execution (compute number_of_executions))))"
    assert asked(query, "name", "Location", "number_of_executions") == [
        ("device", "name"),
        ("device", "#Location"),
        None,
    ]


def test_a_column_of_several_tables_names_its_own():
    query = '(select ((device (name #"OS Name")) (user name)) (from (device user) (with user_logon)))'
    heads = ("device/name", "device/OS Name", "user/name")
    assert asked(query, *heads) == [("device", "name"), ("device", '#"OS Name"'), ("user", "name")]


@pytest.mark.parametrize("query", ["(select (* #*) (from device))", "(select (#* *) (from device))"])
def test_wildcards_tell_fields_from_dynamic_ones(query: str):
    heads = ("name", "score:Device Health/BSOD")
    assert asked(query, *heads) == [("device", "name"), ("device", '#"score:Device Health/BSOD"')]


def test_of_what_is_no_select_nothing_is_known():
    assert asked("what?", "name") == [None]


def test_the_data_model_says_what_it_knows():
    (field,) = asked_fields("(select (ip_addresses) (from device))", ("ip_addresses",))
    assert field is not None
    assert field.known is not None
    assert field.known.is_list
