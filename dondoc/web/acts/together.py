"""One request for more time, for several checkpoints of an assignment: a date each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.record_many import hold_checkpoints
from dondoc.services.acts.sent_again import recorded_before
from dondoc.services.extensions.together import OtherCheckpoint
from dondoc.web.site.forms import NOWHERE, Form

_ALSO = "also-"


@dataclass(frozen=True)
class AskedDate:
    """Another checkpoint in the form: the `name` of its field, and the date that it means."""

    other: OtherCheckpoint
    name: str
    asked: date | None


def dates_in(form: Form, ref: str, others: Sequence[OtherCheckpoint]) -> tuple[AskedDate, ...]:
    """What is typed beside the others of `ref`; where nothing is, nothing is asked.

    A date typed for one that is not offered any more is kept: it is refused with its reason, or
    is known where the button was pressed twice.
    """
    work, offered = ref.partition("/")[0], [other.ref for other in others]
    typed = [f"{work}/{name.removeprefix(_ALSO)}" for name in typed_dates(form)]
    gone = [
        OtherCheckpoint(each, each.partition("/")[2], None)
        for each in typed
        if each not in (*offered, ref)
    ]
    return tuple(
        AskedDate(other, name, form.day(name))
        for other in (*others, *gone)
        for name in [f"{_ALSO}{other.ref.partition('/')[2]}"]
    )


def typed_dates(form: Form) -> list[str]:
    """The names of the fields of other checkpoints in which something is typed."""
    return [name for name in form.data if name.startswith(_ALSO) and form.text(name)]


def record_together(
    form: Form,
    recorder: Recorder,
    first: ActInput,
    dates: Sequence[AskedDate],
    at: Mapping[str, str],
) -> None:
    """Records all of it or, where anything is refused, nothing, and says so at each date.

    `at`: the fields of the first one's refusals.
    """
    beside = list(_beside(first, dates))
    if beside:
        hold_checkpoints(recorder, [first.ref, *(also.ref for _, also in beside)])
        _check(form, recorder, first, "", at)
        for name, also in beside:
            _check(form, recorder, also, name)
    if not form.errors:
        form.attempt(lambda: recorder.record(first), at=at)
        for name, also in beside:
            form.attempt(partial(recorder.record, also), name)


def _beside(first: ActInput, dates: Sequence[AskedDate]) -> Iterator[tuple[str, ActInput]]:
    for each in dates:
        if each.asked is not None:
            key = f"{first.request_key}:{each.other.ref}" if first.request_key else None
            yield (
                each.name,
                replace(
                    first, ref=each.other.ref, new_due_on=each.asked, request_key=key,
                    grounds_shown=None,
                ),
            )  # fmt: skip


def _check(
    form: Form,
    recorder: Recorder,
    act_input: ActInput,
    name: str,
    at: Mapping[str, str] = NOWHERE,
) -> None:
    """What a button that was pressed twice recorded before is not refused as asked already."""
    key = act_input.request_key
    if key is None or not recorded_before(recorder.session, key):
        form.attempt(lambda: recorder.check(act_input), name, at)
