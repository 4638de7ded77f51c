from __future__ import annotations

import click
import pytest

from nxql_tui.commands.options import parse_parameters, parse_platforms, positive_seconds
from nxql_tui.wire.request import Platform


def test_windows_is_asked_when_no_platform_is_given():
    assert parse_platforms(()) == (Platform.WINDOWS,)


def test_platforms_are_repeated_or_separated_by_commas():
    assert parse_platforms(("windows,mac_os", "mobile")) == (Platform.WINDOWS, Platform.MAC_OS, Platform.MOBILE)


def test_a_platform_given_twice_is_asked_once():
    assert parse_platforms(("mobile", "mobile, windows")) == (Platform.MOBILE, Platform.WINDOWS)


@pytest.mark.parametrize("text", ["linux", "", "windows,", "Windows"])
def test_a_word_that_is_no_platform_is_named(text: str):
    with pytest.raises(click.BadParameter, match="windows, mac_os, mobile"):
        parse_platforms((text,))


def test_parameters_count_from_one_in_order():
    assert parse_parameters(("Paris", "yes")) == {1: "Paris", 2: "yes"}


def test_a_number_names_its_parameter():
    assert parse_parameters(("2=yes", "11=x", "1=Paris")) == {1: "Paris", 2: "yes", 11: "x"}


def test_parameters_in_order_do_not_count_the_numbered_ones():
    assert parse_parameters(("3=c", "a", "b")) == {1: "a", 2: "b", 3: "c"}


def test_a_value_that_looks_numbered_is_given_with_its_number():
    assert parse_parameters(("1=7=7",)) == {1: "7=7"}


@pytest.mark.parametrize("text", ["=x", "a=b", "0=x", "-1=x", " 1=x", ""])
def test_only_digits_before_the_sign_make_a_number(text: str):
    assert parse_parameters((text,)) == {1: text}


def test_a_value_may_hold_several_lines():
    assert parse_parameters(("2=a\nb",)) == {2: "a\nb"}


def test_a_parameter_given_twice_is_refused():
    with pytest.raises(click.BadParameter, match="parameter 1 is given twice"):
        parse_parameters(("a", "1=b"))


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "soon", ""])
def test_seconds_are_a_positive_number(text: str):
    with pytest.raises(ValueError):  # noqa: PT011  click writes the message
        positive_seconds(text)
