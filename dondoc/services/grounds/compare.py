"""Refusing what was decided on something else than what stands."""

from collections.abc import Iterable

from dondoc.errors import Refused
from dondoc.i18n import Translate
from dondoc.services.grounds.sentences import in_words
from models.rules.grounds import ChangedGround, Grounds, changes, from_text


class OutdatedError(Refused):
    """What was shown has changed. `changes`: with what was seen and what stands.

    `blind`: nothing says what was seen: the page is from another time, or from elsewhere.
    `since`: who changed it last, where that is known.
    """

    since: Refused | None = None

    def __init__(self, differences: tuple[ChangedGround, ...], *, blind: bool = False) -> None:
        super().__init__("grounds.unknown" if blind else "grounds.changed")
        self.changes = differences

    def text(self, tr: Translate) -> str:
        """What was seen and what stands now."""
        return tr(self.key, changes="; ".join(in_words(change, tr) for change in self.changes))


def check_grounds(grounds_shown: str, stands: Grounds, names: Iterable[str]) -> None:
    """Raises OutdatedError where what a form showed (`seen`) is not what stands.

    A form that showed nothing passes where nothing stands.
    """
    if differences := changes(from_text(grounds_shown), stands, names):
        raise OutdatedError(differences, blind=not grounds_shown)
