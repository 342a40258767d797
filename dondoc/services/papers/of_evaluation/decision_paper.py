"""The decision on an evaluation, of whoever was decided on."""

from collections import Counter
from collections.abc import Iterator, Sequence

from dondoc.errors import BadInput
from dondoc.rendering.formats import day
from dondoc.services.evaluation.course.context import RoundContext
from dondoc.services.papers.cells import OPEN
from dondoc.services.papers.of_digest import PaperOrder
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords
from dondoc.services.papers.of_evaluation.figures import DossierFigures
from dondoc.services.papers.of_evaluation.round_lists import People, left_over
from dondoc.services.papers.of_evaluation.session_papers import deciding
from dondoc.services.papers.own_words import counted
from dondoc.services.papers.paper import (
    Article,
    Block,
    Paper,
)
from models.evaluation_round import EvaluationSession
from models.rules.evaluation import Grade


def decision(
    context: RoundContext,
    people: People,
    sat: Sequence[EvaluationSession],
    order: PaperOrder,
    words: EvaluationWords,
) -> Paper:
    """The decision, of whoever was decided on. Raises BadInput where nobody was.

    A decision that is to be taken again, as what it rested on has changed, is not approved.

    `sat`: the sessions that decided, the first one first: each is a ground of it.
    """
    decided = [each for each in people if each.stands]
    if not decided:
        raise BadInput("papers.error.nobody_decided", period=words.period(context))
    issuer = deciding(sat[-1], order) if sat else order.issuer
    return Paper(
        form=order.form,
        day=order.day,
        kind="decision",
        subject=words.of("decision.subject", period=words.period(context)),
        blocks=tuple(_articles(context, people, decided, words)),
        issuer=issuer,
        authority=issuer.name or words.say("decision.authority"),
        grounds=tuple(_grounds(context, decided, sat, words)),
        resolves=words.say("decision.resolves"),
        receivers=(words.say("decision.receivers"),),
    )


def _grounds(
    context: RoundContext,
    decided: Sequence[DossierFigures],
    sat: Sequence[EvaluationSession],
    words: EvaluationWords,
) -> Iterator[str]:
    leading = sorted({each.dossier.row.leads for each in decided})
    for source in dict.fromkeys(context.rules[leads].rules.source for leads in leading):
        yield words.say("decision.ground", paper=source)
    for held in sat:
        yield words.of("decision.ground.session", body=held.body, day=day(held.held_on))
    yield words.say("decision.ground", paper=OPEN)


def _articles(
    context: RoundContext,
    people: People,
    decided: Sequence[DossierFigures],
    words: EvaluationWords,
) -> Iterator[Block]:
    counts = Counter(each.decided for each in decided)
    of_grades = "; ".join(
        words.of(
            "decision.of_grade", count=str(counted(counts[grade])), grade=_in_sentence(grade, words)
        )
        for grade in (*Grade, None)
        if counts[grade]
    )
    approved = words.of(
        "decision.approves",
        period=words.period(context),
        count=str(counted(len(decided))),
        counts=of_grades,
    )
    later = left_over(people, ("decision.left", "decision.left_again"), words)
    yield Article(" ".join((approved, *later)))
    yield Article(words.of("decision.informs"))
    yield Article(words.of("decision.executes"))


def _in_sentence(grade: Grade | None, words: EvaluationWords) -> str:
    """A grade within a sentence."""
    return words.tr(f"grade.{grade}") if grade else words.of("not_graded_yet")
