"""A unit and its people's committee: two names that may be one unit are asked about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from dondoc.services.plan.load.doubt import Doubt, DoubtAnswer
from dondoc.services.plan.load.unit_index import UnitIndex
from dondoc.services.workbook.plan import UnitDraft
from models.rules.administrations import administered, is_peoples_committee

NEW = "new"


class Administrations:
    """The known units, and those that the plan lists, by the level and place that they are of."""

    def __init__(self, unit_index: UnitIndex, listed: Iterable[UnitDraft] = ()) -> None:
        self.names: dict[str, str] = {}
        self.known = set(unit_index.ids)
        for code, unit_id in unit_index.ids.items():
            if name := unit_index.call(unit_id):
                self.names[code] = name.name
        self.names |= {unit.code: unit.name for unit in listed if unit.code not in self.names}
        self._codes: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for code, name_now in self.names.items():
            self._codes[administered(name_now)].append(code)

    def of(self, code: str, name: str) -> str | None:
        """The one other unit that may be meant; None where none may, or several.

        Of two that only the plan lists, the people's committee may be the unit.
        """
        place = administered(name)
        others = [other for other in self._codes.get(place, ()) if other != code] if place else []
        if len(others) != 1:
            return None
        (other,) = others
        if is_peoples_committee(name):
            return other
        return other if other in self.known and is_peoples_committee(self.names[other]) else None


def asked_of_named(
    named: Mapping[str, str], helping: Collection[str], administrations: Administrations
) -> dict[str, Doubt]:
    """What is asked of units that only a name tells, by the code that they would have.

    `helping`: those among them that are named as helpers alone: nothing is made for them.
    """
    return {
        code: _doubt(code, name, other, administrations.names[other], code in helping)
        for code, name in named.items()
        if (other := administrations.of(code, name)) is not None
    }


def _doubt(code: str, name: str, other: str, known: str, helps: bool) -> Doubt:
    details = {"new": code, "now": name, "old": other, "name": known}
    same = DoubtAnswer(f"unit-name:{code}={other}", "plan_load.sure.same_administration")
    left = "plan_load.sure.left_out_helper" if helps else "plan_load.sure.another_unit"
    new = DoubtAnswer(f"unit-name:{code}={NEW}", left)
    return Doubt("plan_load.doubt.administration", (same, new), details)
