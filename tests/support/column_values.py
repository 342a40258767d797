"""Values of columns as either database gives them, made what they mean."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

VIET_NAM = timedelta(hours=7)


def local(found: Any) -> datetime:
    """The moment in Viet Nam; SQLite gives text in UTC."""
    moment = datetime.fromisoformat(found) if isinstance(found, str) else found
    moment = moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
    return moment + VIET_NAM


def amount(found: Any) -> Decimal | None:
    """Amounts are kept as whole ten-thousandths."""
    return None if found is None else Decimal(found) / 10_000


def flag(found: Any) -> bool | None:
    return None if found is None else bool(found)
