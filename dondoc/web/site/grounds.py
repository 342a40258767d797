"""What a form showed: read from it, and compared where it is shown again."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from sqlmodel import Session

from dondoc.errors import DondocError
from dondoc.services.grounds.compare import OutdatedError, check_grounds
from dondoc.services.grounds.office import check_office
from dondoc.services.grounds.sent_forms import check_sent, note_sent
from dondoc.web.site.forms import Form, Value, words_of
from models.rules.checkpoints import Act
from models.rules.grounds import Grounds, from_text, rests_on

FIELD = "seen"
"""Of the field that carries it."""


def grounds_in(form: Form, ref: str = "") -> str:
    """What the form showed, or the row of a reference; '' where it does not say."""
    return form.text(f"{FIELD}/{ref}" if ref else FIELD)


class InSession(Protocol):
    """Whoever does something in a transaction."""

    @property
    def session(self) -> Session: ...


Doer = TypeVar("Doer", bound=InSession)


def knowing(
    form: Form,
    read: Callable[[Session], Grounds],
    names: Iterable[str],
    what: Callable[[Doer], Value],
    ref: str = "",
) -> Callable[[Doer], Value]:
    """The act, refused where the form showed something else of these names than stands.

    `ref`: of the field that says what it showed. Raises SentBeforeError for a form that was
    pressed twice, as long as what the first press led to stands.
    """
    named = tuple(names)

    def doing(doer: Doer) -> Value:
        session = doer.session
        check_shown(session, form, read, named, ref)
        done = what(doer)
        session.flush()
        note_sent(session, form.whole, read(session), named)
        return done

    return doing


def check_shown(
    session: Session,
    form: Form,
    read: Callable[[Session], Grounds],
    names: Sequence[str],
    ref: str = "",
) -> None:
    """Raises as `knowing` does. For an act in several transactions: asked before the first one."""
    try:
        check_office(session, grounds_in(form, ref), read, names)
    except OutdatedError:
        check_sent(session, form.whole, read(session), names)
        raise


def note_changes(form: Form, act: Act | None, stands: str) -> None:
    """Says on a form that is shown again what has changed since it was opened.

    From now on it shows and carries what stands: whoever only mends what they typed must not
    decide on something that they overlooked.
    """
    if act is None:
        return
    try:
        check_grounds(grounds_in(form), from_text(stands), rests_on(act))
    except OutdatedError as error:
        add_first(form, error)


def add_first(form: Form, error: DondocError) -> None:
    """Puts an error before what else is wrong with the form as a whole."""
    text, others = words_of(error, form.tr), form.errors.get("", "")
    if text not in others:
        form.errors[""] = f"{text} {others}".strip()
