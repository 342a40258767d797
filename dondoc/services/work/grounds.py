"""The grounds of the acts on a checkpoint, with everything recorded applied."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session

from dondoc.services.programme.frames import ProgrammeRules
from dondoc.services.work.checkpoints import LoadedCheckpoint, load_checkpoints
from dondoc.services.work.evaluate import performance
from models.rules.checkpoints import ReportFacts, ResultFacts
from models.rules.evaluation import score
from models.rules.grounds import Grounds, as_text, plain, task
from models.rules.objective_causes import causes_text
from models.rules.stages import Stage


def grounds_texts(session: Session, frame: ProgrammeRules, ids: Sequence[int]) -> dict[int, str]:
    """What the rows of these checkpoints show, as their form carries it; by checkpoint."""
    checkpoints = load_checkpoints(session, frame, ids)
    return {key: as_text(grounds_of(checkpoint, frame)) for key, checkpoint in checkpoints.items()}


def grounds_of(checkpoint: LoadedCheckpoint, frame: ProgrammeRules) -> Grounds:
    """All that some act on the checkpoint could rest on."""
    facts = checkpoint.facts
    return {
        **_of_report(checkpoint.report_id, facts.report),
        **_of_result(checkpoint.verification_id, facts.result),
        **dict(_of_score(checkpoint, frame)),
        **task(facts.due_on, checkpoint.checkpoint.expected, checkpoint.checkpoint.product),
        "asked": plain(facts.extension_asked),
        "refused": plain(facts.refused_on),
        "updated": plain(checkpoint.updated_at),
        "causes": causes_text(facts.causes),
        "returns": plain(facts.returns or None),
        "judged": plain(facts.stage is Stage.EVALUATED or None),
    }


def _of_report(key: int | None, report: ReportFacts | None) -> Grounds:
    if report is None:
        return {}
    return {
        "report": plain(key),
        "reported": plain(report.recorded_at),
        "value": plain(report.value),
        "delivered": plain(report.delivered),
        "basis": plain(report.basis),
    }


def _of_result(key: int | None, result: ResultFacts | None) -> Grounds:
    if result is None:
        return {}
    return {
        "verdict": plain(key),
        "found": plain(result.value),
        "delivery": plain(result.delivered),
        "missing": plain(result.missing or None),
        "quality": plain(result.quality),
        "objective": plain(result.objective_cause or None),
    }


def _of_score(checkpoint: LoadedCheckpoint, frame: ProgrammeRules) -> Iterator[tuple[str, str]]:
    """What evaluating would give: it holds lateness, returns and the rule set in one.

    Nothing where a decision about its lead evaluates it: that rests on all of theirs together.
    """
    if checkpoint.facts.stage is Stage.VERIFIED and not checkpoint.facts.by_decision:
        would = score(performance(checkpoint, frame), frame.rules.scoring)
        yield "score", plain(would.total)
        yield "grade", plain(would.grade)
