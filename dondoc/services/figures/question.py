"""What the figures are asked for: which period, as of which day, under which rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from dondoc.services.figures.figures_rows import FiguresRow
from dondoc.services.figures.periods import DigestPeriod
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from models.indicator import Indicator
from models.programme import Programme
from models.rules.checkpoints import end_of
from models.rules.indicators import asks_for_product


@dataclass(frozen=True)
class FiguresQuestion:
    """The frame of one digest. `unit_id`: only this unit, or None for all."""

    programme: Programme
    quarter: DigestPeriod
    as_of: date
    unit_id: int | None
    frame: ProgrammeRules
    indicators: Mapping[int, Indicator]

    @property
    def end(self) -> datetime:
        """The moment at which the day of the digest is over; what came later does not count."""
        return end_of(self.as_of)

    def is_product(self, row: FiguresRow) -> bool:
        """Whether a checkpoint asks for a product."""
        kind = self.indicators[row.indicator_id].kind
        return asks_for_product(kind, row.expected, row.product)


def open_question(
    session: Session, programme: Programme, quarter: DigestPeriod, as_of: date, unit_id: int | None
) -> FiguresQuestion:
    """Reads the calendar, the rules and the indicators of a programme."""
    rows = session.exec(select(Indicator).where(Indicator.programme_id == programme.id))
    return FiguresQuestion(
        programme=programme,
        quarter=quarter,
        as_of=as_of,
        unit_id=unit_id,
        frame=frame_of(session, programme),
        indicators={row.key: row for row in rows},
    )
