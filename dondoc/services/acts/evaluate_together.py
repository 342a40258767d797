"""Evaluating many checkpoints by steps of a round: what each act rests on is read for all of them.

The rules are those of one act (`Recorder.record`): only the reading is done in portions, as a round
of a whole province evaluates tens of thousands of checkpoints in one transaction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, DondocError
from dondoc.services.acts.record import Recorder
from dondoc.services.acts.refusals import refused
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.viewer import Viewer, open_viewer
from dondoc.services.programme.frames import ProgrammeRules, frame_of
from dondoc.services.work.answering.former_posts import former_posts
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import evaluation_of
from dondoc.services.work.roles import known_roles, known_roles_on
from dondoc.store.bulk import among
from dondoc.store.chunks import chunks
from models.assignment import Assignment, AssignmentOfficial, Checkpoint
from models.joins import ASSIGNMENT_OF_CHECKPOINT
from models.programme import Programme
from models.rules.acts import decide
from models.rules.checkpoints import Act, ActFacts, Refusal, local_date
from models.rules.evaluated_by import StepBehind
from models.rules.responsibility import Former
from models.rules.roles import Role
from models.submission import Submission


def ids_of(session: Session, programme: Programme, refs: Sequence[str]) -> dict[str, int]:
    """The keys of a programme's checkpoints by their own references, in the order of these."""
    query = (
        select(col(Assignment.ref), col(Checkpoint.label), col(Checkpoint.id))
        .join(Checkpoint, ASSIGNMENT_OF_CHECKPOINT.on)
        .where(col(Assignment.programme_id) == programme.key)
    )
    known = {f"{ref}/{label}": key for ref, label, key in session.execute(query).tuples()}
    return {ref: known[ref] for ref in refs if ref in known}


def evaluate_each(
    recorder: Recorder, programme: Programme, by: str, behind: Mapping[str, StepBehind]
) -> tuple[tuple[str, DondocError], ...]:
    """Evaluates checkpoints that are held, each by its step, as the person with a code.

    Which were refused and why: what recording the act alone would raise. `behind`: by reference.
    """
    session = recorder.session
    session.flush()
    session.expire_all()  # whoever waited for them sees what was done meanwhile
    ids = ids_of(session, programme, list(behind))
    frame, viewer = frame_of(session, programme), _who(recorder, programme, by)
    run = _Evaluating(recorder, programme, frame, viewer)
    found: list[tuple[str, DondocError]] = [
        (ref, BadInput("checkpoint.unknown", ref=ref)) for ref in behind if ref not in ids
    ]
    for portion in chunks(list(ids.items())):
        found += run.portion({key: (ref, behind[ref]) for ref, key in portion})
    return tuple(found)


def _who(recorder: Recorder, programme: Programme, by: str) -> Viewer:
    person = find_person(recorder.session, by)
    return open_viewer(recorder.session, person, programme, local_date(recorder.now))


@dataclass(frozen=True)
class _Evaluating:
    recorder: Recorder
    programme: Programme
    frame: ProgrammeRules
    viewer: Viewer

    def portion(
        self, behind: Mapping[int, tuple[str, StepBehind]]
    ) -> list[tuple[str, DondocError]]:
        """Evaluates so many; those that are refused."""
        session, refusals = self.recorder.session, list[tuple[str, DondocError]]()
        loaded = load_checkpoints(session, self.frame, list(behind))
        roles = self._roles(list(loaded.values()))
        taken: list[tuple[Submission, LoadedCheckpoint, StepBehind]] = []
        for key, (ref, step) in behind.items():
            if key not in loaded:
                refusals.append((ref, BadInput("checkpoint.unreadable")))
                continue
            checkpoint = loaded[key]
            facts = ActFacts(
                Act.EVALUATE, self.viewer.person_id, roles[key], self.recorder.now, step_behind=step
            )
            decision = decide(checkpoint.facts, facts)
            if isinstance(decision, Refusal):
                refusals.append((ref, refused(session, decision)))
            else:
                taken.append((self._submission(facts, key), checkpoint, step))
        self._keep(taken)
        return refusals

    def _submission(self, facts: ActFacts, key: int) -> Submission:
        return Submission(
            checkpoint_id=key, act=facts.act, actor_id=facts.by, recorded_at=facts.recorded_at,
            roles=",".join(sorted(facts.roles)), reason="",
        )  # fmt: skip

    def _keep(self, taken: Sequence[tuple[Submission, LoadedCheckpoint, StepBehind]]) -> None:
        session = self.recorder.session
        session.add_all(submission for submission, _, _ in taken)
        session.flush()
        session.add_all(
            evaluation_of(self.programme, self.frame, checkpoint, submission, step)
            for submission, checkpoint, step in taken
        )
        session.flush()

    def _roles(self, checkpoints: Sequence[LoadedCheckpoint]) -> dict[int, frozenset[Role]]:
        """What the person is to each, as `roles_on` says of one."""
        ids = {each.assignment.key for each in checkpoints}
        posts = self._posts(ids)
        formers: dict[int, list[Former]] = defaultdict(list)
        for former in former_posts(self.recorder.session, ids):
            formers[former.assignment_id].append(former)
        found = {}
        for each in checkpoints:
            assignment = each.assignment
            positions = posts[assignment.key]
            found[each.checkpoint.key] = known_roles_on(
                self.viewer,
                known_roles(self.viewer, assignment, positions),
                positions,
                formers[assignment.key],
                assignment.unit_id,
                each.checkpoint.opens_on,
            )
        return found

    def _posts(self, assignments: set[int]) -> dict[int, list[int]]:
        """The positions that answer for assignments."""
        of = col(AssignmentOfficial.assignment_id)
        query = select(of, col(AssignmentOfficial.position_id))
        query = query.where(among(self.recorder.session, of, assignments))
        found: dict[int, list[int]] = defaultdict(list)
        for key, position in self.recorder.session.execute(query).tuples():
            found[key].append(position)
        return found
