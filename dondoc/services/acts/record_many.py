"""One act on many checkpoints: each stands by itself, and each refusal is told with its reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from dondoc.errors import DondocError
from dondoc.services.acts.act_input import ActInput
from dondoc.services.acts.record import Recorder
from dondoc.services.work.references import find_for_act
from dondoc.store.bulk import among
from models.assignment import Checkpoint
from models.rules.checkpoints import local_date


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
    hold_checkpoints(recorder, grounds_by_ref)
    done, refused = [], []
    for ref, shown in grounds_by_ref.items():
        key = f"{act_input.request_key}:{ref}" if act_input.request_key else None
        try:
            recorder.record(replace(act_input, ref=ref, grounds_shown=shown, request_key=key))
            done.append(ref)
        except DondocError as error:
            refused.append((ref, error))
    return BulkOutcome(tuple(done), tuple(refused))


def hold_checkpoints(recorder: Recorder, refs: Iterable[str]) -> None:
    """Holds many checkpoints before anything else, in order of their keys.

    Two people who record on the same ones in another order would wait for each other for
    ever on PostgreSQL. What a reference does not name is left to `record` to refuse.
    """
    hold_ids(
        recorder.session, filter(None, (_key_of(recorder, ref) for ref in dict.fromkeys(refs)))
    )


def hold_ids(session: Session, ids: Iterable[int]) -> None:
    """The same of checkpoints by their keys."""
    key = col(Checkpoint.id)
    query = select(Checkpoint.id).where(among(session, key, set(ids))).order_by(key)
    session.exec(query.with_for_update(key_share=True)).all()


def _key_of(recorder: Recorder, ref: str) -> int | None:
    try:
        day = local_date(recorder.now)
        return find_for_act(recorder.session, ref, day, recorder.year).checkpoint.key
    except DondocError:
        return None
