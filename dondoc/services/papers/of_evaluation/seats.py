"""The cap on "excellent" on a list that goes for approval: seats, who is proposed, who exceeds.

Decree 335/2025/NĐ-CP Art. 20. Of whom the cap is a share is read four ways: the rule set's own
reading stands in the table, and which it is below it. Nobody among equals is chosen.
"""

from collections.abc import Iterator, Sequence

from dondoc.services.evaluation.decisions.session_seats import GroupSeats, SessionSeats
from dondoc.services.evaluation.ranking.in_words import group_title
from dondoc.services.evaluation.rule_sets.in_words import value_in_words
from dondoc.services.papers.of_evaluation.evaluation_words import EvaluationWords
from dondoc.services.papers.own_words import counted
from dondoc.services.papers.paper import Block, PaperRow, PaperTable, Paragraph


def seats_blocks(seats: SessionSeats, words: EvaluationWords) -> Iterator[Block]:
    """A table for each rule set whose cap holds, and in words who is beyond it or tied."""
    for rules in dict.fromkeys(each.rules for each in seats.groups):
        groups = [each for each in seats.groups if each.rules == rules and each.binds]
        if groups:
            yield _table(seats, groups, words)
            yield from _named(seats, groups, words)


def _table(seats: SessionSeats, groups: Sequence[GroupSeats], words: EvaluationWords) -> PaperTable:
    rules = groups[0].rules
    parameters = seats.ranked.parameters_of(rules)
    after = words.of(
        "seats.how",
        rules=rules,
        share=words.amount(seats.ranked.share_of(rules)),
        base=value_in_words("seat_base", parameters.seat_base, "vi"),
        rounding=value_in_words("seat_rounding", parameters.seat_rounding, "vi"),
    )
    rows = tuple(
        PaperRow((
            _title(seats, each, words), counted(each.own.count.base),
            words.amount(each.own.count.exact), counted(each.own.count.seats),
            counted(each.taken), counted(each.over),
        ))
        for each in groups
    )  # fmt: skip
    columns = words.columns(
        "similar_group", "#seats_base", "#seats_exact", "#seats", "#seats_asked", "#seats_over"
    )
    return PaperTable(words.of("seats.title"), columns, rows, after=after)


def _named(
    seats: SessionSeats, groups: Sequence[GroupSeats], words: EvaluationWords
) -> Iterator[Paragraph]:
    names = {each.code: each.official.name for each in seats.ranked.standings.people}
    for each in groups:
        group = _title(seats, each, words)
        if each.own.without:
            people = ", ".join(names[code] for code in each.own.without)
            yield Paragraph(words.of("seats.exceeding", group=group, names=people))
        if each.own.tied:
            people, left = ", ".join(names[code] for code in each.own.tied), each.own.left
            tied = words.of("seats.tied", group=group, names=people, left=str(counted(left)))
            yield Paragraph(tied)


def _title(seats: SessionSeats, group: GroupSeats, words: EvaluationWords) -> str:
    if group.group is None:
        return words.tr("evaluation.cap.everybody", rules=group.rules)
    return group_title(*seats.ranked.titles()[group.group], words.sums)
