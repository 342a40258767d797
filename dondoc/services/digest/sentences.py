"""Sentences that name parts of a whole: what is nothing is said in words, or left out.

Nobody writes "0 late" in a paper that is read aloud.
"""

from collections.abc import Mapping

from dondoc.services.digest.tables import DigestWriter
from models.rules.totals import Counts


def parts_named(writer: DigestWriter, sizes: Mapping[str, int], whole: int = 0) -> str:
    """Those parts that are not nothing, one after the other. `sizes`: by the key of their words."""
    return ", ".join(
        writer.tr(key, count=writer.number(size), part=writer.part(size, whole))
        for key, size in sizes.items()
        if size
    )


def done_of_due(writer: DigestWriter, counts: Counts, day: str, who: str) -> str:
    """How much is verified as done of what was due, and what is left of it."""
    which = "none" if not counts.done else "all" if counts.done == counts.total > 1 else "some"
    return writer.tr(
        f"digest.summary.due.{which}",
        day=day,
        who=who,
        done=writer.number(counts.done),
        total=writer.number(counts.total),
        part=writer.part(counts.done, counts.total),
        how=_how(writer, counts),
        left=_left(writer, counts),
    )


def _how(writer: DigestWriter, counts: Counts) -> str:
    """In time, late, or how many of each."""
    in_time, late = counts.done_in_time, counts.done_late
    if not (in_time and late):
        return writer.tr("digest.how.late" if late else "digest.how.in_time", n=counts.done)
    return writer.tr(
        "digest.how.both", done_in_time=writer.number(in_time), done_late=writer.number(late)
    )


def _left(writer: DigestWriter, counts: Counts) -> str:
    if counts.done == counts.total:
        return ""
    sizes = {
        "digest.left.overdue": counts.overdue,
        "digest.left.open_in_time": counts.open_in_time,
    }
    left = parts_named(writer, sizes)
    return f"; {left}" if counts.overdue else f"; {writer.tr('digest.left.none')}, {left}"


def reported_of_due(
    writer: DigestWriter, total: int, in_time: int, others: Mapping[str, int]
) -> str:
    """How much of what was due was reported in time. `others`: late, silent, open."""
    which = "none" if not in_time else "all" if in_time == total > 1 else "some"
    rest = parts_named(writer, {f"digest.reported.{name}": others[name] for name in others})
    return writer.tr(
        f"digest.summary.reports.{which}",
        total=writer.number(total),
        in_time=writer.number(in_time),
        part=writer.part(in_time, total),
        rest=f", {rest}" if rest else "",
    )


def overdue_against(
    writer: DigestWriter, before: int, now: int, day: str, changed: Mapping[str, int]
) -> str:
    """What is overdue in the year against an earlier day. `changed`: appeared, remained, ended."""
    if before and now:
        trend = "same" if now == before else "more" if now > before else "fewer"
    else:
        trend = "still_none" if now == before else "ended" if before else "begun"
    return writer.tr(
        f"digest.summary.{trend}",
        n=abs(now - before),
        day=day,
        difference=writer.number(abs(now - before)),
        before=writer.number(before),
        now=writer.number(now),
        changed=parts_named(
            writer, {f"digest.overdue_changed.{name}": size for name, size in changed.items()}
        ),
    )
