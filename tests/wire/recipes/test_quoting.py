"""Whatever stands in a request, a recipe says just that in the language of its tool."""

from __future__ import annotations

import ast
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from nxql_tui.wire.recipes.recipe import Recipe, RecipeError, write_recipe
from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeSubject, SystemStore
from nxql_tui.wire.request import Format, Platform, QueryRequest, from_link, from_pairs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BASE = "https://engine.example.com:1671"
EVERYTHING = "\t '\"\\`$(echo x)!%1#(lf)##(a)‘’‚‛“”&=+;\r\n\n\x1b[2J\x7f\x85\xa0\u202e\u2028\ufeff😀\U000e0001 @-"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=":\0"), min_size=1, max_size=12)
requests = st.builds(
    QueryRequest,
    query=texts.filter(str.strip),
    platforms=st.lists(st.sampled_from(Platform), min_size=1, unique=True).map(tuple),
    parameters=st.dictionaries(st.integers(1, 200), texts, max_size=3),
    format=st.sampled_from(Format),
    human_readable=st.booleans(),
)
trusts = st.one_of(st.just(SystemStore()), words.map(CaFile), words.map(lambda path: PinnedCertificate("AB:CD", path)))
subjects = st.builds(RecipeSubject, st.just(BASE), words, requests, trusts)
strange = example(
    subject=RecipeSubject(
        BASE, EVERYTHING.replace(":", ""), QueryRequest(EVERYTHING, parameters={1: EVERYTHING, 2: ""})
    )
)
in_a_shell = settings(deadline=None, max_examples=60)

Pairs = list[tuple[str, str]]


def _after(arguments: Sequence[str], *options: str) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairwise(arguments) if name in options]


def _asked_by_curl(arguments: Sequence[str]) -> QueryRequest:
    pairs: Pairs = []
    for option, value in _after(arguments, "--data", "--data-urlencode"):
        name, _, raw = value.partition("=")
        pairs += [(name, raw)] if option == "--data-urlencode" else parse_qsl(value, keep_blank_values=True)
    return from_pairs(pairs)


def _asked_by_wget(arguments: Sequence[str]) -> QueryRequest:
    (body,) = [argument for argument in arguments if argument.startswith("--post-data=")]
    return from_pairs(parse_qsl(body.partition("=")[2], keep_blank_values=True))


@in_a_shell
@strange
@given(subject=subjects)
def test_a_shell_gives_curl_the_request(subject: RecipeSubject, argv_in_sh: Callable[[str], list[str]]):
    arguments = argv_in_sh(write_recipe(Recipe.CURL, subject))
    assert _asked_by_curl(arguments) == subject.request
    assert _after(arguments, "--user") == [("--user", subject.user)]
    assert arguments[-1] == f"{BASE}/2/query"


@in_a_shell
@strange
@given(subject=subjects)
def test_a_shell_gives_wget_the_request(subject: RecipeSubject, argv_in_sh: Callable[[str], list[str]]):
    arguments = argv_in_sh(write_recipe(Recipe.WGET, subject))
    assert _asked_by_wget(arguments) == subject.request
    assert f"--user={subject.user}" in arguments
    assert arguments[-1] == f"{BASE}/2/query"


@given(question=requests)
@example(question=QueryRequest(EVERYTHING, parameters={1: EVERYTHING, 2: ""}))
def test_another_reader_of_shell_words_finds_the_same_request(
    question: QueryRequest, argv_by_shlex: Callable[[str], list[str]]
):
    subject = RecipeSubject(BASE, "alice", question)
    assert _asked_by_curl(argv_by_shlex(write_recipe(Recipe.CURL, subject))) == question
    assert _asked_by_wget(argv_by_shlex(write_recipe(Recipe.WGET, subject))) == question


@in_a_shell
@strange
@given(subject=subjects)
def test_a_shell_gives_our_own_command_the_request(subject: RecipeSubject, argv_in_sh: Callable[[str], list[str]]):
    request = subject.request
    assume(request.query != "-" and "\0" not in request.query + "".join(request.parameters.values()))
    arguments = argv_in_sh(write_recipe(Recipe.COMMAND, subject))
    assert arguments[0] == "query"
    assert arguments[-1] == request.query
    assert (arguments[-2] == "--") is request.query.startswith("-")
    options = [argument.partition("=")[::2] for argument in arguments[1:-1] if argument != "--"]
    expected = [("--engine", "engine.example.com:1671"), ("--user", subject.user)]
    if isinstance(subject.trust, CaFile):
        expected.append(("--ca-file", subject.trust.path))
    if isinstance(subject.trust, PinnedCertificate):
        expected.append(("--fingerprint", "AB:CD"))
    expected += [("--platform", ",".join(request.platforms)), ("--format", request.format)]
    expected += [("--hr", "")] if request.human_readable else []
    expected += [("--param", f"{number}={value}") for number, value in sorted(request.parameters.items())]
    assert options == expected


@given(subject=subjects, recipe=st.sampled_from([Recipe.CURL, Recipe.WGET]))
def test_what_no_argument_can_hold_is_refused_or_encoded(subject: RecipeSubject, recipe: Recipe):
    holding_nul = replace(subject, request=replace(subject.request, query="a\0b"))
    assert "%00" in write_recipe(recipe, holding_nul)
    with pytest.raises(RecipeError, match="NUL"):
        write_recipe(Recipe.COMMAND, holding_nul)


@given(subject=subjects)
@strange
def test_python_asks_the_request(subject: RecipeSubject):
    tree = ast.parse(write_recipe(Recipe.PYTHON, subject))
    (call,) = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "httpx.post"]
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    pairs: Pairs = []
    for name, value in ast.literal_eval(keywords["data"]).items():
        pairs += [(name, single) for single in ([value] if isinstance(value, str) else value)]
    assert from_pairs(pairs) == subject.request
    assert ast.literal_eval(call.args[0]) == f"{BASE}/2/query"
    assert isinstance(keywords["auth"], ast.Tuple)
    assert ast.literal_eval(keywords["auth"].elts[0]) == subject.user
    assert ast.unparse(keywords["verify"]) == "context"


@given(subject=subjects)
@strange
def test_powershell_asks_the_request(subject: RecipeSubject, read_powershell: Callable[[str], tuple[str, Pairs, str]]):
    address, pairs, user = read_powershell(write_recipe(Recipe.POWERSHELL, subject))
    assert (address, user) == (f"{BASE}/2/query", subject.user)
    assert from_pairs(pairs) == subject.request


@given(subject=subjects, parameters=st.dictionaries(st.integers(1, 2), texts.filter(bool)))
def test_invoke_nxql_asks_the_request(
    subject: RecipeSubject, parameters: dict[int, str], read_invoke_nxql: Callable[[str], tuple[str, Pairs]]
):
    request = replace(subject.request, parameters=parameters, human_readable=False)
    address, pairs = read_invoke_nxql(write_recipe(Recipe.INVOKE_NXQL, replace(subject, request=request)))
    assert address == f"{BASE}/2/query"
    assert from_pairs(pairs) == request


@given(subject=subjects)
@strange
def test_power_bi_asks_the_request_in_xml(subject: RecipeSubject, read_power_query: Callable[[str], tuple[str, Pairs]]):
    address, pairs = read_power_query(write_recipe(Recipe.POWER_QUERY, subject))
    assert address == f"{BASE}/2/query"
    assert from_pairs(pairs) == replace(subject.request, format=Format.XML)


@given(subject=subjects)
@strange
def test_a_link_asks_the_request(subject: RecipeSubject):
    assert from_link(write_recipe(Recipe.URL, subject)) == subject.request


@given(subject=subjects)
@strange
def test_no_comment_ends_before_its_line(subject: RecipeSubject):
    power_query = write_recipe(Recipe.POWER_QUERY, subject)
    comments = power_query[: power_query.index("\nlet\n")].splitlines()
    assert all(line.startswith("// ") for line in comments)
    powershell = write_recipe(Recipe.POWERSHELL, subject)
    comments = powershell[: powershell.index("$credential = Get-Credential ")].splitlines()
    assert all(line.startswith("#") for line in comments)


@given(subject=subjects, recipe=st.sampled_from(Recipe))
def test_nothing_in_a_recipe_steers_a_terminal(subject: RecipeSubject, recipe: Recipe):
    try:
        text = write_recipe(recipe, subject)
    except RecipeError:
        return
    assert all(character.isprintable() or character == "\n" for character in text)
