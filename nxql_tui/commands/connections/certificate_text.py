"""A certificate as a person compares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.client.certificate import describe_certificate, fingerprint_lines
from nxql_tui.client.errors import TrustReason
from nxql_tui.visible_text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from nxql_tui.client.address import EngineAddress
    from nxql_tui.client.certificate import CertificateDescription, SeenCertificate

_VERDICTS = {
    None: "trusted by this system",
    TrustReason.SELF_SIGNED: "self-signed: only itself vouches for it",
    TrustReason.UNKNOWN_ISSUER: "unknown issuer: nothing here vouches for whoever signed it",
    TrustReason.WRONG_NAME: "wrong name: it is made out to others",
    TrustReason.EXPIRED: "expired",
    TrustReason.NOT_YET_VALID: "not valid yet",
    TrustReason.CHANGED: "another one was shown at the second look",
}
_NO_VERDICT = "not trusted by this system"


def certificate_lines(
    place: EngineAddress, seen: SeenCertificate, verdict: TrustReason | None, now: datetime
) -> list[str]:
    """What an Engine's certificate says of itself, its fingerprint, and what this system thinks of it.

    Args:
        place: Where it was seen.
        seen: The certificate.
        verdict: Why this system does not trust it; None when it does.
        now: In UTC.
    """
    said = describe_certificate(seen.der)
    facts = [("Engine", str(place))]
    if said is not None:
        facts += [
            ("Subject", said.subject),
            ("Issuer", said.issuer),
            ("Names", ", ".join(said.names)),
            ("Valid", f"{said.valid_from:%Y-%m-%d} to {said.valid_until:%Y-%m-%d}"),
            ("Key", said.key),
        ]
    head, *rest = fingerprint_lines(seen.sha256).splitlines()
    facts += [("SHA-256", head), *(("", line) for line in rest)]
    facts.append(("System", "; ".join(_opinions(said, verdict, now))))
    # Nothing in a certificate may begin a line of its own: it would pass for one of ours.
    return [f"{name:<8} {visible_line(text) or 'none'}" for name, text in facts]


def _opinions(said: CertificateDescription | None, verdict: TrustReason | None, now: datetime) -> Iterator[str]:
    yield _VERDICTS.get(verdict, _NO_VERDICT)
    # OpenSSL names only the first thing that it dislikes.
    if said is not None and now > said.valid_until and verdict is not TrustReason.EXPIRED:
        yield _VERDICTS[TrustReason.EXPIRED]
