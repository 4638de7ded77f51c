"""Recipes, and readers of other tools' languages that undo their quoting."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qsl, quote_plus

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOOLS = ("curl", "wget", "nxql-tui")


@pytest.fixture(scope="session")
def argv_in_sh(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], list[str]]:
    """The arguments that a real shell hands to the tool of a recipe."""
    folder: Path = tmp_path_factory.mktemp("tools")
    for tool in TOOLS:
        (folder / tool).write_text("#!/bin/sh\nprintf '%s\\0' \"$@\"\n")
        (folder / tool).chmod(0o700)
    environment = {"PATH": f"{folder}:{os.environ['PATH']}", "LANG": "C.UTF-8"}

    def run(recipe: str) -> list[str]:
        done = subprocess.run(["sh", "-c", recipe], capture_output=True, env=environment, check=True)
        assert done.stderr == b""
        return done.stdout.decode().split("\0")[:-1]

    return run


@pytest.fixture(scope="session")
def argv_by_shlex() -> Callable[[str], list[str]]:
    """The same by Python's reader, which takes the ends of continued lines for words."""
    return lambda recipe: [word for word in shlex.split(recipe)[1:] if word != "\n"]


Pairs = list[tuple[str, str]]


class Reader:
    """Goes through a text from left to right."""

    def __init__(self, text: str, behind: str) -> None:
        self.text = text
        self.place = text.index(behind) + len(behind)

    def take(self, pattern: str) -> re.Match[str]:
        found = re.compile(pattern).match(self.text, self.place)
        assert found, (pattern, self.text[self.place : self.place + 40])
        self.place = found.end()
        return found

    def sees(self, pattern: str) -> bool:
        return re.compile(pattern).match(self.text, self.place) is not None


class PowerShell(Reader):
    """Literals, characters and sums of them, as `about_Quoting_Rules` reads them."""

    QUOTES = "'\u2018\u2019\u201a\u201b"

    def expression(self) -> str:
        units = self._operand()
        while self.sees(r" \+ "):
            self.take(r" \+ ")
            units += self._operand()
        return units.decode("utf-16-le")

    def _operand(self) -> bytes:
        if self.sees(r"\[char\]"):
            return int(self.take(r"\[char\]0x([0-9A-F]{4})")[1], 16).to_bytes(2, "little")
        return self.literal().encode("utf-16-le")

    def literal(self) -> str:
        characters = []
        assert self.text[self.place] == "'"
        self.place += 1
        while True:
            character = self.text[self.place]
            self.place += 1
            if character in self.QUOTES:
                if self.text[self.place : self.place + 1] not in tuple(self.QUOTES):
                    assert character == "'"
                    return "".join(characters)
                character = self.text[self.place]
                self.place += 1
            characters.append(character)


@pytest.fixture(scope="session")
def read_powershell() -> Callable[[str], tuple[str, Pairs, str]]:
    """The address, the form and the user of a question that Invoke-WebRequest asks."""

    def read(recipe: str) -> tuple[str, Pairs, str]:
        credential = PowerShell(recipe, "Get-Credential -UserName ")
        credential.take(r"\(?")
        user = credential.expression()
        body = PowerShell(recipe, "$body = @(\n")
        fields = []
        while body.sees("    '"):
            body.take("    ")
            # `'name=' + [Net.WebUtility]::UrlEncode(…)`, or a literal that is encoded already.
            field = body.literal()
            if body.sees(r" \+ "):
                body.take(re.escape(" + [Net.WebUtility]::UrlEncode("))
                field += quote_plus(body.expression())
                body.take(r"\)")
            body.take("\n")
            fields.append(field)
        body.take(re.escape(") -join '&'\n$question = @{\n    Uri = "))
        return body.expression(), parse_qsl("&".join(fields), keep_blank_values=True), user

    return read


@pytest.fixture(scope="session")
def read_invoke_nxql() -> Callable[[str], tuple[str, Pairs]]:
    """The address and the query string of a question that the vendor's script asks."""

    def read(recipe: str) -> tuple[str, Pairs]:
        table = PowerShell(recipe, "$question = @{\n    ServerName = ")
        server = table.expression()
        port = table.take(r"\n    PortNumber = ([0-9]+)\n")[1]
        table.take(r"    UserName = \$credential\.UserName\n")
        table.take(r"    UserPassword = \$credential\.GetNetworkCredential\(\)\.Password\n    Query = ")
        pairs = [("query", table.expression())]
        table.take(r"\n    OuputFormat = ")
        pairs.append(("format", table.expression()))
        table.take(r"\n    Platforms = ")
        pairs.append(("platform", table.expression()))
        while table.sees(", "):
            table.take(", ")
            pairs.append(("platform", table.expression()))
        while table.sees("\n    (?:First|Second)Parameter"):
            name = "p1" if table.take("\n    (First|Second)Parameter = ")[1] == "First" else "p2"
            pairs.append((name, table.expression()))
        table.take(r"\n}\nInvoke-Nxql @question$")
        return f"https://{server}:{port}/2/query", pairs

    return read


class PowerQuery(Reader):
    """Texts, as the specification of M reads them (Lexical Structure, text literals)."""

    ESCAPES: ClassVar = {"lf": "\n", "cr": "\r", "tab": "\t", "#": "#"}

    def literal(self) -> str:
        inside = self.take(r'"((?:[^"]|"")*)"')[1].replace('""', '"')
        return re.sub(r"#\(([^)]*)\)", lambda found: self._escaped(found[1]), inside)

    def _escaped(self, name: str) -> str:
        if name in self.ESCAPES:
            return self.ESCAPES[name]
        assert re.fullmatch("[0-9A-F]{4}|[0-9A-F]{8}", name)
        return chr(int(name, 16))


@pytest.fixture(scope="session")
def read_power_query() -> Callable[[str], tuple[str, Pairs]]:
    """The address and the query string of a question that Power BI asks."""

    def read(recipe: str) -> tuple[str, Pairs]:
        source = PowerQuery(recipe, "\nlet\n    Source = Xml.Tables(Web.Contents(\n        ")
        base = source.literal()
        source.take(r",\n        \[\n            RelativePath = ")
        relative_path = source.literal()
        source.take(r",\n            Query = \[\n")
        pairs = []
        while source.sees(" {16}[a-z]"):
            name = source.take(" +([a-z0-9]+) = {?")[1]
            pairs.append((name, source.literal()))
            while source.sees(", "):
                source.take(", ")
                pairs.append((name, source.literal()))
            source.take("}?,?\n")
        source.take(r"            \]\n        \]\n    \)\)\nin\n    Source$")
        return base + relative_path, pairs

    return read
