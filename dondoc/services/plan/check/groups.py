"""Which group a task is in, where rows that hold only a title stand between the tasks."""

from dataclasses import dataclass, field
from datetime import date

from dondoc.services.workbook.layout import detail_words
from dondoc.services.workbook.row_marks import SMALLEST_GROUP
from models.rules.folding import fold_words


@dataclass
class Group:
    """`level` tells how it is counted, `below` how the first row in it is.

    `due`: the last day of the time that it names ("Quý II"): then it is no field of work.
    """

    title: str
    level: int | None
    below: int | None = None
    due: date | None = None


@dataclass
class Groups:
    """The groups that are open at a row, each within the one before it.

    `due_of_table`: the last day of the time that the whole table is of, where it says so.
    `task`: how the last row was counted that is a task, where no title came since.
    """

    open: list[Group] = field(default_factory=list)
    due_of_table: date | None = None
    task: int | None = None
    follows_task: bool = False

    def begin(self, title: str, level: int | None, due: date | None = None) -> None:
        """A title that is counted ends those counted like it, one that is not ends all; a time
        that is not counted ends the time before it.
        """
        while self.open and self._ends_last(level, due):
            self.open.pop()
        if self.open and self.open[-1].below is None:
            self.open[-1].below = level
        self.open.append(Group(title, level, due=due))
        self.follows_task = False

    def of_task(self, level: int | None) -> str | None:
        """The title of the group of a task; "2" after "1 a, b" stands beside "1", not in it."""
        while level and self.open and self._is_over(self.open[-1], level):
            self.open.pop()
        if self.open and self.open[-1].below is None:
            self.open[-1].below = level
        self.task, self.follows_task = level, True
        return next((group.title for group in self.open[::-1] if group.due is None), None)

    @property
    def due(self) -> date | None:
        """The last day of the time that the nearest group names, or the whole table."""
        return next((group.due for group in self.open[::-1] if group.due), self.due_of_table)

    def _ends_last(self, level: int | None, due: date | None) -> bool:
        if level is None:
            return due is None or self.open[-1].due is not None
        return any((group.level or 0) >= level for group in self.open)

    def _is_over(self, group: Group, level: int) -> bool:
        below, own = group.below, group.level
        return below is not None and own is not None and level < below and level <= own

    def is_detail(self, title: str, level: int | None) -> bool:
        """Whether a title below a task tells more of it: counted further below, or going on in
        small letters. A group that is counted so may be followed by another.
        """
        if fold_words(title) in detail_words():
            return True
        if not self.follows_task or level in {group.level for group in self.open if group.level}:
            return False
        if level is None:
            return title[:1].islower()
        return level > (self.task or SMALLEST_GROUP)
