"""Which checkpoints wait for an answer on an objective cause, from what people recorded alone."""

from datetime import date

from column_values import local
from sqlalchemy import Engine, text

_SAID = text("""
    SELECT c.checkpoint_id, c.kind, c.number, s.act, s.recorded_at
    FROM cause_statement c JOIN submission s ON s.id = c.submission_id
    WHERE s.state <> 'refused' ORDER BY s.id
""")


def waiting_for_an_answer(engine: Engine, day: date) -> set[int]:
    """Asked, and neither answered nor withdrawn; an answer that was taken back is none."""
    asked: set[tuple[int, str, int]] = set()
    answered: set[tuple[int, str, int]] = set()
    with engine.connect() as connection:
        for checkpoint, kind, number, act, at in connection.execute(_SAID):
            about = checkpoint, kind, number
            if local(at).date() > day:
                continue
            if act == "ask_cause":
                asked.add(about)
            if act == "withdraw_cause":
                asked.discard(about)
            if act in ("ask_cause", "take_back_cause"):
                answered.discard(about)
            if act in ("confirm_cause", "refuse_cause"):
                answered.add(about)
    return {checkpoint for checkpoint, _, _ in asked - answered}
