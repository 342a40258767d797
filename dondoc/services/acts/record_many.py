"""One act on many checkpoints: each stands by itself, and each refusal is told with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder


@dataclass(frozen=True)
class BulkOutcome:
    """The references on which the act was recorded, and why it was not on the others."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, DondocError], ...]


def record_each(
    recorder: Recorder, act_input: ActInput, grounds_by_ref: Mapping[str, str | None]
) -> BulkOutcome:
    """Records the same act on each reference; a refused one writes nothing and stops no other.

    `grounds_by_ref`: what was shown of each reference (see `ActInput`). The request's key, if
    any, with the reference behind it is the key of each: sent twice, done once.
    """
    recorder.hold(grounds_by_ref)
    done, refused = [], []
    for ref, shown in grounds_by_ref.items():
        key = f"{act_input.request_key}:{ref}" if act_input.request_key else None
        try:
            recorder.record(replace(act_input, ref=ref, grounds_shown=shown, request_key=key))
            done.append(ref)
        except DondocError as error:
            refused.append((ref, error))
    return BulkOutcome(tuple(done), tuple(refused))
