"""What a plan would change: said so that a person can decide, and so that it can be applied."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from dondoc.i18n import Language, Translate
from dondoc.services.plan.load.doubt import Doubt
from dondoc.services.plan.load.values import value_text

PlanRow = dict[str, Any]
Key = tuple[Any, ...]


class Area(StrEnum):
    """The parts of a plan, as its workbook divides them."""

    PROGRAMME = "programme"
    UNITS = "units"
    PEOPLE = "people"
    COMMITTEES = "committees"
    INDICATORS = "indicators"
    ASSIGNMENTS = "assignments"
    CHECKPOINTS = "checkpoints"
    CALENDAR = "calendar"
    LADDER = "ladder"


class ThingKind(StrEnum):
    """The kind of thing that an entry is about."""

    PROGRAMME = "programme"
    UNIT = "unit"
    PERSON = "person"
    POSITION = "position"
    HOLDING = "holding"
    COMMITTEE = "committee"
    SEAT = "seat"
    INDICATOR = "indicator"
    ASSIGNMENT = "assignment"
    CHECKPOINT = "checkpoint"
    CALENDAR_DAY = "calendar_day"
    LADDER_STEP = "ladder_step"


AREA_OF = {
    ThingKind.PROGRAMME: Area.PROGRAMME,
    ThingKind.UNIT: Area.UNITS,
    ThingKind.PERSON: Area.PEOPLE,
    ThingKind.POSITION: Area.PEOPLE,
    ThingKind.HOLDING: Area.PEOPLE,
    ThingKind.COMMITTEE: Area.COMMITTEES,
    ThingKind.SEAT: Area.COMMITTEES,
    ThingKind.INDICATOR: Area.INDICATORS,
    ThingKind.ASSIGNMENT: Area.ASSIGNMENTS,
    ThingKind.CHECKPOINT: Area.CHECKPOINTS,
    ThingKind.CALENDAR_DAY: Area.CALENDAR,
    ThingKind.LADDER_STEP: Area.LADDER,
}


class ChangeKind(StrEnum):
    """What happens to it. Withdrawn keeps the row and its history; removed does not."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after; `key` names its words in the catalogues."""

    name: str
    old: Any
    new: Any

    @property
    def key(self) -> str:
        return f"plan_load.field.{self.name}"

    def text(self, tr: Translate, lang: Language = "vi") -> str:
        """Such as "hạn: 31/03/2022 → 15/04/2022"."""
        old, new = (value_text(tr, self.name, value, lang) for value in (self.old, self.new))
        return f"{tr(self.key)}: {old} → {new}"


@dataclass(frozen=True, slots=True)
class PlanChange:
    """One thing that is added, changed, withdrawn, restored or removed.

    `ref` is what people call it (KND@LT, KND@LT/Q1, a code). `old` and `new` are its fields
    before and after; None where it was not there or will not be.
    """

    what: ThingKind
    change: ChangeKind
    key: Key
    ref: str
    old: Mapping[str, Any] | None = None
    new: Mapping[str, Any] | None = None

    @property
    def area(self) -> Area:
        return AREA_OF[self.what]

    @property
    def row(self) -> dict[str, Any]:
        """Its fields after it; empty for what will not be."""
        return dict(self.new or {})

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """The fields that differ; none for something that is wholly new or gone."""
        if self.old is None or self.new is None:
            return ()
        old = self.old
        return tuple(
            FieldChange(name, old.get(name), value)
            for name, value in self.new.items()
            if old.get(name) != value
        )

    def text(self, tr: Translate) -> str:
        """One sentence without the fields."""
        return tr(f"plan_load.entry.{self.what}.{self.change}", ref=self.ref)


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the plan asks for and cannot be had, and what is possible `instead`.

    `name` is the field concerned ("" for the whole); all other words are keys.
    """

    what: ThingKind
    ref: str
    key: str
    instead: tuple[str, ...] = ()
    name: str = ""
    old: Any = None
    new: Any = None
    stage: str = ""

    def text(self, tr: Translate, lang: Language = "vi") -> str:
        """What cannot be, why, and what to do instead."""
        sentence = tr(
            self.key,
            ref=self.ref,
            field=tr(f"plan_load.field.{self.name}") if self.name else "",
            old=value_text(tr, self.name, self.old, lang),
            new=value_text(tr, self.name, self.new, lang),
            stage=tr(f"plan_load.stage.{self.stage}") if self.stage else "",
        )
        return " ".join([sentence, *(tr(key) for key in self.instead)])


RENAMED = "plan_load.note.renamed"
"""The key of a note: new work that may be known work with a mended title."""


_JUDGES = (ThingKind.CALENDAR_DAY, ThingKind.HOLDING)  # their notes say which results turn


@dataclass(frozen=True, slots=True)
class Note:
    """Where the plan says one thing and a decision stands: nothing is changed."""

    what: ThingKind
    ref: str
    key: str
    old: Any = None
    new: Any = None

    def text(self, tr: Translate, lang: Language = "vi") -> str:
        """What stands although the plan says something else."""
        old, new = (value_text(tr, "", value, lang) for value in (self.old, self.new))
        return tr(self.key, ref=self.ref, old=old, new=new)


@dataclass(frozen=True)
class LeftOut:
    """Work that the file lacks: kept, unless `answer` is given. `locked`: reported, so it stays."""

    ref: str
    title: str
    answer: str
    locked: bool


@dataclass(frozen=True)
class PlanDifference:
    """Everything that loading a plan would do; entries in the order of the workbook's sheets.

    With `conflicts` it cannot be loaded at all, with `unsure` not before they are answered.
    `doubts`: all that is asked about. `notes` only inform.
    """

    year: int
    entries: tuple[PlanChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Note, ...] = field(default=())
    doubts: tuple[Doubt, ...] = ()
    sure: frozenset[str] = frozenset()
    left_out: tuple["LeftOut", ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing would change, and nothing stands in the way."""
        return not self.entries and not self.conflicts

    @property
    def touches_known(self) -> bool:
        """Whether something that is known changes, or new work may be known work with a new title.

        Or a new day off, or new days in a position, turn results. A person is asked before that
        is loaded; a first plan needs no question.
        """
        asks = any(note.key == RENAMED or note.what in _JUDGES for note in self.notes)
        return asks or any(entry.old is not None for entry in self.entries)

    @property
    def unsure(self) -> tuple[Doubt, ...]:
        """The doubts that nothing of what was said settles."""
        return tuple(doubt for doubt in self.doubts if not doubt.answer(self.sure))

    @property
    def named(self) -> tuple[PlanChange, ...]:
        """What is named one by one: what is there and changes, and who takes a place that is left.

        The rest is new, and only counted.
        """
        left = {entry.key[0] for entry in self.of(ThingKind.HOLDING) if entry.old is not None}
        return tuple(
            entry
            for entry in self.entries
            if entry.old is not None or (entry.what is ThingKind.HOLDING and entry.key[0] in left)
        )

    def counts(self) -> Counter[tuple[ThingKind, ChangeKind]]:
        """How many of each; together they are all entries."""
        return Counter((entry.what, entry.change) for entry in self.entries)

    def of(self, what: ThingKind, change: ChangeKind | None = None) -> Iterator[PlanChange]:
        """The entries about one kind of thing."""
        return (e for e in self.entries if e.what is what and change in (None, e.change))
