"""What stands in a row in place of a stored value that its column cannot read.

SQLite keeps any value in any column: a tool that writes past the software may leave "31/03/2022"
in a day, or text in an amount. Reading one row of that kind must not keep all others from being
read, so it is whoever uses the value that learns of it.
"""

from collections.abc import Callable, Iterable
from typing import Any, NoReturn


class UnreadableValue:
    """A stored value that cannot be read: every use of it raises ValueError."""

    __slots__ = ()

    def _refuse(self, *_: object) -> NoReturn:
        raise ValueError("a stored value cannot be read")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __hash__ = __bool__ = __str__ = __format__ = __len__ = __iter__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __neg__ = _refuse

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        self._refuse()

    def __repr__(self) -> str:
        return "<a stored value that cannot be read>"


UNREADABLE: Any = UnreadableValue()


class _Met:
    any: bool = False


def unreadable_value() -> Any:
    """The value to put in place of one that cannot be read."""
    _Met.any = True
    return UNREADABLE


def or_unreadable(read: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """This way of reading a stored value, which raises for none."""
    if read is None:
        return None

    def reading(value: Any) -> Any:
        try:
            return read(value)
        except (ArithmeticError, TypeError, ValueError):
            return unreadable_value()

    return reading


def refuse_unreadable(values: Iterable[Any]) -> None:
    """Raises ValueError where one of these values could not be read."""
    if _Met.any and any(value is UNREADABLE for value in values):
        raise ValueError("a stored value cannot be read")
