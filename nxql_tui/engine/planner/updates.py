"""`(update (set #"NAME" VALUE) (from OBJECT …))` (`reference/nxql.md` §3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nxql_tui.engine.planner.fragments import Fragment, all_of, column_of, identifier
from nxql_tui.engine.planner.literals import interpret
from nxql_tui.engine.planner.names import as_written
from nxql_tui.engine.planner.objects import which_objects
from nxql_tui.engine.planner.plan import UpdatePlan
from nxql_tui.engine.planner.selection import KEY
from nxql_tui.nxql.tree import Nil
from nxql_tui.nxql.values import is_pattern

if TYPE_CHECKING:
    from nxql_tui.engine.catalog import StoredField, StoredTable
    from nxql_tui.engine.planner.fragments import BoundValue
    from nxql_tui.engine.planner.question import Question
    from nxql_tui.nxql.tree import Name, Source, Update


def plan_update(question: Question, update: Update, table: StoredTable) -> UpdatePlan:
    """The plan of an update; the field is set for every object of the platforms asked that the filters let through.

    Raises:
        QueryRefused: The user may not edit categories, or a name or a value means nothing.
    """
    if not question.may_edit_categories:
        raise question.refuse(update.span, "An 'update' needs the right to edit categories, which this user lacks")
    _check_source(question, update.source)
    stored = _editable_field(question, table, update.field)
    value = _new_value(question, stored, update)
    condition = all_of(which_objects(question, table, update.source))
    name, column = identifier(table.source), identifier(stored.column)
    change = f"UPDATE {name} SET {column} = ? WHERE {condition.sql}"
    matching = f"SELECT count({column_of(table.source, KEY)}) FROM {name} WHERE {condition.sql}"
    return UpdatePlan(Fragment(change, (value, *condition.values)), Fragment(matching, condition.values))


def _check_source(question: Question, source: Source) -> None:
    """An update takes filters and nothing else [doc]."""
    for clause, keyword in (
        *((term, "with") for term in source.activities),
        *((having, "having") for having in source.having),
        *((between, "between") for between in (source.between,) if between is not None),
    ):
        raise question.refuse(clause.span, f"'{keyword}' cannot stand in an update")


def _editable_field(question: Question, table: StoredTable, name: Name) -> StoredField:
    editable = {field: stored for field, stored in table.dynamic.items() if stored.is_editable}
    if name.dynamic and name.text in editable:
        return editable[name.text]
    known = name.text in (table.dynamic if name.dynamic else table.static)
    what = "is neither a category nor a custom field" if known else "does not exist"
    options = [as_written(field) for field in editable]
    raise question.refuse_name(
        name.span, f"The field '{name}' of the table {table.name} {what}", as_written(name.text), options
    )


def _new_value(question: Question, stored: StoredField, update: Update) -> BoundValue | None:
    if isinstance(update.value, Nil):
        return None
    if is_pattern(update.value):
        message = f"A 'pattern' stands for many values; {stored.heading} is set to one"
        raise question.refuse(update.value.span, message, [stored.field.type])
    return interpret(question, stored.field, update.value)
