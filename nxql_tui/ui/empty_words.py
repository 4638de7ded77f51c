"""What is said where there are no rows: why that could be, and what to do next; commands in braces are their keys."""

from __future__ import annotations

FIRST_STEPS = "New here? {query.send} sends it · {app.help} explains · {app.palette} finds all"
"""Before the first answer of all; one line where the terminal is smallest."""

NOTHING_ASKED = """\
No answer yet: its rows will be here.
{query.send} sends the query above · {library.open_screen} opens another one"""

NO_QUERY = """\
There is no query yet.
Write one above · {library.open_screen} opens one that runs · {model.browse} knows what can be asked"""

NO_ROWS = """\
The Engine has nothing that fits. What to look at:
· the conditions: take one out and send the query again
· the platforms: those with an x in the first line were asked
· the period, where there is one: let it begin earlier"""

FILTERED = """\
The filters let none of the {rows} through.
{answer.remove_filter} takes the last one away · {answer.remove_filters} takes all away · {answer.undo} goes back"""

NOTHING_MADE = """\
Nothing came of it: these rows have none like that.
{answer.undo} goes back"""
"""Of groups, or of a comparison."""

NOTHING_TO_SUMMARISE = (
    "The filters let no row through: {panel.close}, then {answer.remove_filter} takes the last one away."
)

NOTHING_SAVED_YET = "none saved yet: what connects will be listed here"
"""Of connections."""

NO_SUCH_CONNECTION = "No connection is like that: type less, or a part of its name, address, user or tags."

NO_SUCH_ENGINE = "No Engine is like that: type less, or another part of its name · {engines.close} goes back."

NO_ENGINE = (
    "The Portal has no Engine that is connected · {engines.refresh} asks it again · whoever runs the Portal sees there "
    "why."
)

NO_SUCH_NAME = (
    "Type less, or another word · {model.back} forgets what is typed.\n"
    "An Engine may know names that are not listed here: write the name all the same · {query.ask_engine} in the "
    "workbench lets it check."
)
"""Of the data model."""

NO_SUCH_QUERY = (
    "Type less, or another word · {library.show_history} looks among the questions asked · {library.back} forgets what "
    "is typed."
)

NO_SUCH_QUESTION = (
    "Type less, or another word · {library.show_saved} looks among the saved queries · {library.back} forgets what is "
    "typed."
)

NO_QUESTION = (
    "A question is written down here when it is sent, unless private mode is on · {library.show_saved} shows queries "
    "that run."
)

NO_SUCH_FIELD = "No field has that in its name or value: type less · escape shows all"

NO_SUCH_COLUMN = "No column has that in its name: type less · {panel.close} goes back"
