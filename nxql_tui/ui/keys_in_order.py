"""Editing keys that take effect in the order in which they were pressed.

Textual types a letter when the widget sees its key, but acts on a binding, such as that of backspace or ctrl+u, only
when the key has gone all the way up to the app: of keys that come at once, as over a slow line, letters would be first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from textual.binding import BindingType
    from textual.events import Key
    from textual.widget import Widget


def actions_of(bindings: Iterable[BindingType]) -> frozenset[str]:
    """What keys are bound to."""
    return frozenset(binding.action for binding in bindings if isinstance(binding, Binding))


async def edit_at_once(widget: Widget, event: Key, actions: Container[str]) -> bool:
    """Do what a key is bound to, unless it is bound to something else than editing.

    Args:
        widget: Whose key it is.
        event: The key; when it has been acted on it goes no further.
        actions: Those that edit.

    Returns:
        Whether it has been acted on.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if binding.action in actions and not binding.priority and await widget.app.run_action(binding.action, widget):
            event.stop()
            event.prevent_default()
            return True
    return False
