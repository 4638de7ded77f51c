"""A certificate for the screens that show one: of engine-1.example.com, made by itself, good until 2034."""

from __future__ import annotations

import base64

from nxql_tui.client.certificate import SeenCertificate

CERTIFICATE = SeenCertificate(
    base64.b64decode(
        "MIIBfzCCASWgAwIBAgICEmcwCgYIKoZIzj0EAwIwMTEdMBsGA1UEAwwUZW5naW5lLTEuZXhhbXBsZS5jb20xEDAOBgNVBAoMB0V4"
        "YW1wbGUwHhcNMjQwMTAyMDAwMDAwWhcNMzQwMTAyMDAwMDAwWjAxMR0wGwYDVQQDDBRlbmdpbmUtMS5leGFtcGxlLmNvbTEQMA4G"
        "A1UECgwHRXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABAGL8PvNqQ07lJVhCzCFt8hpYLoLP2KtlJg4UT6xEI0ppq4C"
        "uZtQNekWQRJS+BNWYYleJG/bub0JwPXNlWoKEVOjLTArMCkGA1UdEQQiMCCCFGVuZ2luZS0xLmV4YW1wbGUuY29tgghlbmdpbmUt"
        "MTAKBggqhkjOPQQDAgNIADBFAiBj76QfYEoOk+UlWfswAAypqsAtl8761zCkf38jbeadkgIhAOkfpUGGfDFqsXG6fnH978QX4diG"
        "+ZrhYL8gWXffIVE+"
    )
)
