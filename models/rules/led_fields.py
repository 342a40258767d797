"""The field that a leader leads: the work of a unit and of all below it, or a group of it.

366-QĐ/TW Art. 11: a leader is excellent where the field led finished 100% and exceeded 30%. The a,
b, c of a head are of their own tasks, or of these and the field's, as a rule set says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from models.rules.unit_tree import upwards
from models.rules.validity import on_day


@dataclass(frozen=True)
class FieldOfWork:
    """A unit with all below it; `category`: a group of its work, '' for all. Days are included."""

    unit_id: int
    category: str
    first: date
    last: date | None

    def holds(self, unit_id: int, category: str, due_on: date, parents: Mapping[int, int]) -> bool:
        """Whether work of a unit that falls due on a day is of this field."""
        if self.category not in ("", category) or not on_day(self.first, self.last, due_on):
            return False
        return self.reaches(unit_id, parents)

    def reaches(self, unit_id: int, parents: Mapping[int, int]) -> bool:
        """Whether a unit is the one that is led, or below it."""
        return self.unit_id in upwards(unit_id, parents)


def why_not_field(first: date | None, last: date | None, today: date) -> tuple[str, ...]:
    """Everything why these days are none of a field, a word each.

    `first`: None where it is not known; `last`: None where it is not known, or there is none.
    """
    if first is None:
        return ()
    found = ["not_begun"] if first > today else []
    if last is not None and last < first:
        found.append("days_crossed")
    return tuple(found)
