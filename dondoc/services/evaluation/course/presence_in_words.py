"""What a rule set makes of somebody's time in a period, in sentences for whoever decides.

Of a year also what it makes of its periods. So are the papers that discipline them: whoever
decides must know of them before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dondoc.i18n import Translate
from dondoc.rendering.formats import day, number
from dondoc.services.evaluation.course.score import DossierWork
from dondoc.services.evaluation.course.year_in_words import year_remarks
from dondoc.services.evaluation.people.discipline import DisciplineFact
from dondoc.services.evaluation.people.periods import period_in_words
from dondoc.services.evaluation.trials.sums import SumWords


@dataclass(frozen=True)
class PresenceRemark:
    """A sentence on somebody's time; `against`: by the rule set it speaks against a grade."""

    words: str
    against: bool


def presence_remarks(
    work: DossierWork, words: SumWords, *, own: bool = False, brief: bool = False
) -> tuple[PresenceRemark, ...]:
    """Everything to be known of it before deciding; nothing of whoever was there all along.

    Days alone: why somebody was away is not among it. `own`: to the person themself; `brief`: in a
    list, which says above what is the same for all.
    """
    of_year = (PresenceRemark(*each) for each in year_remarks(work, words, own=own, brief=brief))
    return (*_remarks(work, words), *of_year)


def discipline_remarks(papers: Iterable[DisciplineFact], tr: Translate) -> Iterator[PresenceRemark]:
    """Each paper that counts in a period."""
    for paper in papers:
        sentence = tr(
            f"evaluation.discipline.remark.{paper.kind}", number=paper.paper_number,
            signed=day(paper.signed_on), body=paper.paper_body, effective=day(paper.effective_on),
        )  # fmt: skip
        yield PresenceRemark(sentence, against=True)


def _remarks(work: DossierWork, words: SumWords) -> Iterator[PresenceRemark]:
    tr, presence = words.tr, work.presence
    share = presence.share
    yield from discipline_remarks(work.disciplined, tr)
    if presence.away:
        key = "with_next" if share.counted_with_next else "away"
        kind = tr(f"evaluation.value.absence_days.{work.rules.parameters.absence_days}")
        away, whole = number(share.away, words.lang), number(share.whole, words.lang)
        sentence = tr(f"evaluation.presence.{key}", away=away, whole=whole, kind=kind)
        yield PresenceRemark(sentence, share.counted_with_next)
    if presence.appointed is not None:
        sentence = tr("evaluation.presence.appointed", day=day(presence.appointed))
        yield PresenceRemark(sentence, against=True)
    if presence.before is not None:
        period = period_in_words(presence.before, tr)
        yield PresenceRemark(tr("evaluation.presence.before", period=period), against=False)
