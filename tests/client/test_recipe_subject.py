from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from nxql_tui.client.address import EngineAddress
from nxql_tui.client.engine_client import EngineClient
from nxql_tui.client.recipe_subject import recipe_subject, recipe_trust
from nxql_tui.client.trust import CaFileTrust, PinnedTrust, SystemTrust
from nxql_tui.wire.credentials import Credential, Secret
from nxql_tui.wire.recipes.subject import CaFile, PinnedCertificate, RecipeSubject, SystemStore
from nxql_tui.wire.request import QueryRequest

REQUEST = QueryRequest("(select (name) (from device))")


@pytest.mark.parametrize(("host", "base_url"), [("engine-1", "https://engine-1:1671"), ("::1", "https://[::1]:1671")])
def test_engine_and_user_are_those_of_the_connection(host: str, base_url: str):
    client = EngineClient(EngineAddress(host, 1671), Credential("alice", Secret("kanarienvogel")), SystemTrust())
    subject = recipe_subject(client, REQUEST)
    assert subject == RecipeSubject(base_url, "alice", REQUEST, SystemStore())
    assert "kanarienvogel" not in repr(subject)


def test_a_ca_file_is_named_by_its_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    assert recipe_trust(CaFileTrust(Path("ca.pem"))) == CaFile(str(tmp_path / "ca.pem"))


def test_a_pinned_certificate_is_named_by_its_fingerprint():
    named = recipe_trust(PinnedTrust(b"der"))
    assert isinstance(named, PinnedCertificate)
    assert named.sha256.replace(":", "").lower() == hashlib.sha256(b"der").hexdigest()
