"""How much a load of a plan changed, in words."""

from collections.abc import Mapping

from dondoc.i18n import Translate

_TABLES = {"seat": "committee_seat"}
"""Kinds of things that the ledger calls otherwise."""


def counts_in_words(counts: Mapping[str, int], tr: Translate) -> list[str]:
    """Such as "mốc: thêm 577, đổi 2"; a sentence for each kind of thing."""
    kinds: dict[str, list[str]] = {}
    for name, count in counts.items():
        what, _, change = name.partition(".")
        kinds.setdefault(what, []).append(tr(f"event_text.count.{change}", n=count))
    return [
        f"{tr(f'audit.table.{_TABLES.get(what, what)}')}: {', '.join(parts)}"
        for what, parts in kinds.items()
    ]
