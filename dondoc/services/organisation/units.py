"""Units by what they are called on a day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, select

from dondoc.errors import BadInput
from dondoc.services.organisation.in_force import in_force
from models.unit import UnitName


def find_unit(session: Session, code: str, day: date) -> UnitName:
    """The unit that bears a code on a day: a code alone does not identify one.

    Raises BadInput where no unit does.
    """
    query = select(UnitName).where(
        UnitName.code == code.strip(),
        in_force(UnitName.valid_from, UnitName.valid_to, day),
    )
    unit_name = session.exec(query.order_by(col(UnitName.valid_from).desc())).first()
    if unit_name is None:
        raise BadInput("unit.unknown", code=code)
    return unit_name


class UnitNames:
    """What units are called on any day: a list may tell of several."""

    def __init__(self, session: Session, unit_ids: Iterable[int] | None = None) -> None:
        query = select(UnitName).order_by(col(UnitName.valid_from))
        if unit_ids is not None:
            query = query.where(col(UnitName.unit_id).in_(sorted(set(unit_ids))))
        self._names: dict[int, list[UnitName]] = defaultdict(list)
        for name in session.exec(query):
            self._names[name.unit_id].append(name)

    def on(self, unit_id: int | None, day: date) -> str:
        """The name on a day, or the nearest one where it had none then; '' for no unit."""
        names = self._names.get(unit_id or 0)
        return _nearest(names, day).name if names else ""

    def all_on(self, day: date) -> dict[int, UnitName]:
        """Every unit's on one day."""
        return {unit_id: _nearest(names, day) for unit_id, names in self._names.items()}


def _nearest(names: Sequence[UnitName], day: date) -> UnitName:
    begun = [name for name in names if name.valid_from <= day]
    return begun[-1] if begun else names[0]


def names_on(
    session: Session, day: date, unit_ids: Iterable[int] | None = None
) -> dict[int, UnitName]:
    """What units are called on a day; a unit that has no name then keeps its nearest one."""
    return UnitNames(session, unit_ids).all_on(day)


def told_apart(names: Mapping[int, UnitName]) -> dict[int, str]:
    """Every unit's name, with its code behind it where several are called the same.

    Communes of different districts often are; a list of such names leaves nothing to choose by.
    """
    called = Counter(name.name.casefold() for name in names.values())
    return {
        key: name.name if called[name.name.casefold()] == 1 else f"{name.name} ({name.code})"
        for key, name in names.items()
    }
