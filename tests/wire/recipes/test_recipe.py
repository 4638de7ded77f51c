from __future__ import annotations

import ast

import pytest

from nxql_tui.wire.recipes.recipe import Recipe, RecipeError, write_recipe
from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeSubject, RecipeTrust, SystemStore
from nxql_tui.wire.request import Format, Platform, QueryRequest

SELECT = QueryRequest("(select (name) (from device))")
UPDATE = '(update (set #Location (enum "Paris")) (from device (where device (eq name (string "X")))))'
SHA256 = ":".join(["AB"] * 32)
TRUSTS = [SystemStore(), CaFile("/etc/engine ca.pem"), PinnedCertificate(SHA256), PinnedCertificate(SHA256, "pin.pem")]
UNCHECKED = (
    *("--insecure", " -k ", "--no-check-certificate", "SkipCertificateCheck", "verify=False", "CERT_NONE"),
    *("check_hostname", "ServerCertificateValidationCallback", "--proxy-insecure", "--no-hsts"),
)


def about(
    request: QueryRequest = SELECT, trust: RecipeTrust = TRUSTS[0], base: str = "https://engine.example.com:1671"
) -> RecipeSubject:
    return RecipeSubject(base, "alice", request, trust)


@pytest.mark.parametrize("trust", TRUSTS)
@pytest.mark.parametrize("recipe", Recipe)
def test_no_recipe_turns_checking_off(recipe: Recipe, trust: RecipeTrust):
    text = write_recipe(recipe, about(trust=trust))
    assert not [word for word in UNCHECKED if word in text]


@pytest.mark.parametrize("recipe", [recipe for recipe in Recipe if recipe not in (Recipe.URL, Recipe.INVOKE_NXQL)])
def test_a_ca_file_is_handed_over_or_a_comment_says_how(recipe: Recipe):
    assert "/etc/engine ca.pem" in write_recipe(recipe, about(trust=TRUSTS[1]))


@pytest.mark.parametrize("recipe", [recipe for recipe in Recipe if recipe not in (Recipe.URL, Recipe.INVOKE_NXQL)])
def test_a_pinned_certificate_is_compared_or_a_comment_says_how(recipe: Recipe):
    text = write_recipe(recipe, about(trust=TRUSTS[2]))
    assert SHA256 in text or SHA256.replace(":", "").lower() in text


@pytest.mark.parametrize("recipe", [Recipe.CURL, Recipe.WGET, Recipe.POWERSHELL, Recipe.PYTHON])
def test_a_pinned_certificate_that_stands_in_a_file_is_taken_from_there(recipe: Recipe):
    text = write_recipe(recipe, about(trust=TRUSTS[3]))
    assert "pin.pem" in text
    assert "openssl" not in text
    assert "get_server_certificate" not in text


def test_the_vendors_script_is_not_recommended_silently():
    assert "accepts every certificate" in write_recipe(Recipe.INVOKE_NXQL, about())


def test_power_bi_gets_base_and_relative_path():
    """`reference/introducing_web_api_v2.txt`, "with Power BI Desktop" [doc]."""
    text = write_recipe(Recipe.POWER_QUERY, about())
    assert '"https://engine.example.com:1671/2/",\n        [\n            RelativePath = "query",' in text
    assert 'format = "xml"' in text


def test_a_query_of_several_lines_stays_readable_in_python():
    text = write_recipe(Recipe.PYTHON, about(QueryRequest("(select (name)\n  (from device))")))
    assert "'(select (name)\\n'\n            '  (from device))'" in text
    ast.parse(text)


@pytest.mark.parametrize("recipe", [Recipe.CURL, Recipe.WGET, Recipe.PYTHON, Recipe.INVOKE_NXQL])
def test_an_ipv6_address_is_written_as_each_tool_wants_it(recipe: Recipe):
    text = write_recipe(recipe, about(trust=PinnedCertificate(SHA256), base="https://[::1]:1671"))
    assert {
        Recipe.CURL: "--globoff 'https://[::1]:1671/2/query'",
        Recipe.WGET: "-connect '[::1]:1671'",
        Recipe.PYTHON: "get_server_certificate(('::1', 1671))",
        Recipe.INVOKE_NXQL: "ServerName = '[::1]'",
    }[recipe] in text


# What cannot be written


@pytest.mark.parametrize("recipe", Recipe)
def test_a_user_name_with_a_colon_would_bring_a_password_along(recipe: Recipe):
    with pytest.raises(RecipeError, match="colon"):
        write_recipe(recipe, RecipeSubject("https://engine:1671", "alice:secret", SELECT))


@pytest.mark.parametrize("recipe", Recipe)
def test_half_a_character_is_refused(recipe: Recipe):
    with pytest.raises(RecipeError, match="not whole"):
        write_recipe(recipe, about(QueryRequest("\ud800")))


def test_a_query_that_means_standard_input_is_refused():
    with pytest.raises(RecipeError, match="'-'"):
        write_recipe(Recipe.COMMAND, about(QueryRequest("-")))


@pytest.mark.parametrize(
    "request_",
    [
        QueryRequest("%3", parameters={3: "x"}),
        QueryRequest("%1", parameters={1: ""}),
        QueryRequest("q", human_readable=True),
    ],
)
def test_what_the_vendors_script_cannot_say_is_refused_with_a_way_on(request_: QueryRequest):
    with pytest.raises(RecipeError, match="'powershell'"):
        write_recipe(Recipe.INVOKE_NXQL, about(request_))


# Updates


@pytest.mark.parametrize("request_", [QueryRequest(UPDATE), QueryRequest("%1", parameters={1: UPDATE})])
@pytest.mark.parametrize(
    "recipe", [Recipe.COMMAND, Recipe.CURL, Recipe.WGET, Recipe.POWERSHELL, Recipe.INVOKE_NXQL, Recipe.PYTHON]
)
def test_the_first_line_of_an_updates_recipe_says_what_it_does(recipe: Recipe, request_: QueryRequest):
    text = write_recipe(recipe, about(request_))
    assert text.splitlines()[0] == "# This is an update: it changes the Engine."
    assert ("--allow-update" in text) is (recipe is Recipe.COMMAND)
    assert "This is an update" not in write_recipe(recipe, about())


@pytest.mark.parametrize("recipe", [Recipe.URL, Recipe.POWER_QUERY])
def test_an_update_is_not_written_for_what_asks_again_by_itself(recipe: Recipe):
    with pytest.raises(RecipeError, match="more than once"):
        write_recipe(recipe, about(QueryRequest(UPDATE)))


def test_wget_does_not_try_again():
    assert "--tries=1" in write_recipe(Recipe.WGET, about(QueryRequest(UPDATE)))


def test_all_of_a_request_is_in_our_own_command():
    request = QueryRequest("-x", (Platform.MOBILE, Platform.MAC_OS), {2: "b", 1: "a=b"}, Format.JSON, True)
    assert write_recipe(Recipe.COMMAND, about(request)) == (
        "nxql-tui query \\\n"
        "  --engine=engine.example.com:1671 --user=alice \\\n"
        "  --platform=mobile,mac_os --format=json \\\n"
        "  --hr \\\n"
        "  --param=1=a=b \\\n"
        "  --param=2=b \\\n"
        "  -- -x"
    )


@pytest.mark.parametrize("recipe", Recipe)
def test_bytes_that_are_no_text_are_told_and_not_written(recipe: Recipe):
    half = "\udce9"
    for subject in (
        about(trust=CaFile(f"/etc/{half}.pem")),
        about(QueryRequest(f"(select ({half}) (from device))")),
        RecipeSubject("https://engine.example.com", f"alice{half}", SELECT),
    ):
        with pytest.raises(RecipeError):
            write_recipe(recipe, subject)
