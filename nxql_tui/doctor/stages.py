"""Stages that stand on each other: when one fails, the later ones are not gone through."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nxql_tui.client.errors import ClientError, QuestionCancelled
from nxql_tui.doctor.findings import Finding, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a way."""

    name: str
    look: Callable[[], Finding]
    """May raise what the walk understands."""
    is_timed: bool = True
    """Whether how long it took says something."""
    is_needed: bool = True
    """Whether the later ones stand on it."""


def walk(stages: Iterable[Stage], understood: tuple[type[Exception], ...]) -> Iterator[Finding]:
    """Go through the stages, one finding each; ends early when somebody has cancelled.

    Args:
        stages: In order.
        understood: Errors, besides those of the client, whose texts are made for people and hold no secret.
    """
    expected: tuple[type[Exception], ...] = (ClientError, *understood)
    obstacle = ""
    for stage in stages:
        if obstacle:
            yield Finding(stage.name, Status.SKIPPED, f"Not tried, for '{obstacle}' comes before it.")
            continue
        started = time.perf_counter()
        try:
            finding = stage.look()
        except QuestionCancelled:
            return
        except expected as error:
            finding = _failed(stage.name, error)
        was_tried = finding.status is not Status.SKIPPED
        if stage.is_timed and was_tried and finding.milliseconds is None:
            finding = replace(finding, milliseconds=(time.perf_counter() - started) * 1000)
        yield finding
        if stage.is_needed and finding.status in (Status.FAILED, Status.SKIPPED):
            obstacle = stage.name


def _failed(name: str, error: Exception) -> Finding:
    if isinstance(error, ClientError):
        return Finding(name, Status.FAILED, error.what, error.advice, details=error.details, error=error)
    return Finding(name, Status.FAILED, str(error), error=error)
