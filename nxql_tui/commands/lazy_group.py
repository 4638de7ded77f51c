"""A group of commands that imports each of them only when it is asked for, and prints their helps."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

from nxql_tui.commands.standard_output import print_text

if TYPE_CHECKING:
    from collections.abc import Mapping


class LazyGroup(click.Group):
    """Knows its commands by the modules they stand in; the function there is called `command`."""

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **options: Any) -> None:
        """Make a group.

        Args:
            arguments: As click's group takes them.
            modules: The module of each command, within `nxql_tui.commands`.
            options: As click's group takes them.
        """
        super().__init__(*arguments, **options)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Their names in the order of the alphabet."""
        return sorted(self._modules)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option that prints the help of this group."""
        return _printed_by_us(super().get_help_option(ctx))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a name; None where there is none."""
        module = self._modules.get(cmd_name)
        if module is None:
            return None
        command = importlib.import_module(f"nxql_tui.commands.{module}").command
        assert isinstance(command, click.Command)  # noqa: S101  by the convention of this package
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a word that names none is told the nearest."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from nxql_tui.nxql.nearest import nearest_names

            near = nearest_names(args[0], self._modules, 2)
            if near:
                ctx.fail(f"No such command '{args[0]}'. Did you mean {' or '.join(repr(name) for name in near)}?")
        name, command, others = super().resolve_command(ctx, args)
        if command is not None:
            _printed_by_us(command.get_help_option(ctx))
        return name, command, others


def _printed_by_us(option: click.Option | None) -> click.Option | None:
    """A help that says, as all other data does, why standard output cannot take it; click's own breaks down."""
    if option is not None:
        option.callback = _print_help
    return option


def _print_help(context: click.Context, _option: click.Parameter, is_asked_for: bool) -> None:
    if is_asked_for and not context.resilient_parsing:
        print_text(context.get_help())
        context.exit()
