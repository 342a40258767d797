"""How papers say whom a conclusion was given to, and what became of it."""

from dondoc.i18n import translator
from dondoc.services.meetings.follow_up import ConclusionRow

_TR = translator("vi")


def holder_words(row: ConclusionRow) -> str:
    """Whom it was given to: the unit, the position, and who holds it."""
    if not row.title:
        return _TR(f"meeting.kind.{row.conclusion.kind}")
    who = f" ({row.who})" if row.who else ""
    return f"{row.unit}: {row.title}{who}"


def state_words(row: ConclusionRow) -> str:
    """How it stands, with the answer where there is one, and why that was sent back."""
    said, returned = row.conclusion.answer, row.conclusion.returned
    words = [_TR(f"meeting.state.{row.state}", n=row.days)]
    if returned:
        words += [f"{_TR('meeting.answer_before')} {said}"] if said else []
        words.append(f"{_TR('meeting.returned')} {returned}")
    elif said:
        words.append(said)
    return ". ".join(each.removesuffix(".") for each in words)
