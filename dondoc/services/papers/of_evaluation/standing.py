"""Where an evaluation stands, said below its figures: what changed, and what holds a grade back."""

from collections.abc import Iterator

from dondoc.rendering.formats import capital
from dondoc.services.evaluation.course.presence_in_words import discipline_remarks
from dondoc.services.evaluation.people.in_words import lacking
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from models.rules.scoring.gates import GateState, Overruled


def standing_notes(figures: DossierFigures, words: EvaluationWords) -> Iterator[str]:
    """Sentences for a form; nothing where all is said by its figures."""
    if figures.changed:
        yield words.of("changed")
    if figures.changed and not figures.matches:
        yield words.of("not_again")
    if figures.waits:
        yield words.of("asked_again")
    if held := held_words(figures, words):
        yield words.of("held_by", needs=held)
    if not figures.is_decided and figures.score.period.missing:
        yield words.of("lacking", what=lacking(figures.score.period, words.sums))


def discipline_notes(figures: DossierFigures, words: EvaluationWords) -> Iterator[str]:
    """The papers that discipline somebody in the period, and that the grade rests on them."""
    for remark in discipline_remarks(figures.score.work.disciplined, words.tr):
        yield f"{capital(remark.words)}."
    if figures.score.period.overruled is Overruled.DISCIPLINE:
        yield words.of("overruled")


def short_note(figures: DossierFigures, words: EvaluationWords) -> str:
    """The same for the last column of a list, in a few words."""
    said = []
    decision = figures.dossier.decision
    if decision is not None and decision.grade is None and decision.reason:
        said.append(decision.reason)
    if figures.changed:
        said.append(words.of("short.changed"))
    if figures.outdated_proposal is not None:
        proposed = words.grade(figures.outdated_proposal, "")
        said.append(words.of("short.proposed_before", grade=proposed))
    if figures.waits:
        said.append(words.of("short.asked_again"))
    if held := held_words(figures, words):
        said.append(words.of("short.held_by", needs=held))
    papers = discipline_remarks(figures.score.work.disciplined, words.tr)
    said += [remark.words for remark in papers]
    if figures.total is None and figures.score.period.missing and not figures.is_decided:
        said.append(words.of("short.lacking", what=lacking(figures.score.period, words.sums)))
    return "; ".join(said)


def held_words(figures: DossierFigures, words: EvaluationWords) -> str:
    """The gates that hold the grade by points back (366-QĐ/TW); '' where none does."""
    if figures.of_decision is not None:
        names = figures.of_decision.held_by
    else:
        total = figures.score.period.total
        names = tuple(
            gate.need.value
            for gate in figures.score.period.gates
            if total is not None
            and gate.grade is total.grade
            and gate.state in (GateState.OPEN, GateState.UNKNOWN)
        )
    return ", ".join(words.tr(f"evaluation.need.{name}") for name in names)
