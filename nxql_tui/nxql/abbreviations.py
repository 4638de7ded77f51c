"""Names that are typed in short."""

from __future__ import annotations


def abbreviation_spread(word: str, label: str) -> int | None:
    """The length of the shortest part of a label that a word abbreviates; None when there is none.

    An abbreviation takes the first letters of words (`llu` for `last_logged_on_user`, `devna` for `device.name`), or
    leaves few letters of a name out (`lstsn` for `last_seen`).
    """
    if len(word) < 2:
        return None
    starts = [place for place, letter in enumerate(label) if letter == word[0] and _begins_word(label, place)]
    initials = (_end_of_initials(word, label, start) - start for start in starts)
    letters = (_end_of_letters(word, label, start) - start for start in starts if "." not in label[start:])
    spreads = [spread for spread in initials if spread > 0]
    spreads += [spread for spread in letters if 0 < spread < 2 * len(word) - 1]
    return min(spreads, default=None)


def _end_of_initials(word: str, label: str, start: int) -> int:
    """Where the last letter stands when each follows the one before or begins a word; -1 when one is missing."""
    end = start
    for letter in word[1:]:
        following = (
            place
            for place in range(end + 1, len(label))
            if label[place] == letter and (place == end + 1 or _begins_word(label, place))
        )
        end = next(following, -1)
        if end < 0:
            break
    return end


def _end_of_letters(word: str, label: str, start: int) -> int:
    """Where the last letter stands when they come in order; -1 when one is missing."""
    end = start
    for letter in word[1:]:
        end = label.find(letter, end + 1)
        if end < 0:
            break
    return end


def _begins_word(label: str, place: int) -> bool:
    return place == 0 or not label[place - 1].isalnum()
