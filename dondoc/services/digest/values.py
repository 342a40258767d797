"""Target and verified result of one assignment, by the kind of its indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dondoc.services.digest.seen import Seen
from models.rules.indicators import Kind


@dataclass(frozen=True)
class Reached:
    """One unit's part in a measure. `complete`: nothing that was due is still unverified."""

    target: Decimal | None
    value: Decimal | None
    weight: Decimal
    complete: bool
    estimate: bool


def reached(kind: Kind, seen: Sequence[Seen], weight: Decimal) -> Reached:
    """What a unit reached with checkpoints that ask for a number.

    Increments are summed. Of running totals, percentages and last values the last counts, and
    it is compared with what its own checkpoint expected or, unverified, with the last one's.
    """
    ordered = sorted(seen, key=lambda one: (one.line.due_on, one.line.rank, one.line.id))
    verified = [one for one in ordered if one.value is not None]
    counted = ordered if kind is Kind.INCREMENT else ordered[-1:]
    valued = verified if kind is Kind.INCREMENT else verified[-1:]
    return Reached(
        target=_sum([one.expectation.value for one in counted]),
        value=_sum([one.value for one in valued]),
        weight=weight,
        complete=bool(counted) and all(one.value is not None for one in counted),
        estimate=any(one.is_estimate for one in valued),
    )


def _sum(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None
