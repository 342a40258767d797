"""Which group a task is in, where rows that hold only a title stand between the tasks."""

from dataclasses import dataclass, field

from dondoc.services.workbook.layout import detail_words
from dondoc.services.workbook.row_marks import SMALLEST_GROUP
from models.rules.folding import fold_words


@dataclass
class Group:
    """`level` tells how it is counted, `below` how the first row in it is."""

    title: str
    level: int | None
    below: int | None = None


@dataclass
class Groups:
    """The groups that are open at a row, each within the one before it.

    `task`: how the last row was counted that is a task, where no title came since.
    """

    open: list[Group] = field(default_factory=list)
    task: int | None = None
    follows_task: bool = False

    def begin(self, title: str, level: int | None) -> None:
        """A title that is counted ends those counted like it, one that is not ends all."""
        while self.open and (level is None or (self.open[-1].level or 0) >= level):
            self.open.pop()
        if self.open and self.open[-1].below is None:
            self.open[-1].below = level
        self.open.append(Group(title, level))
        self.follows_task = False

    def of_task(self, level: int | None) -> str | None:
        """The title of the group of a task; "2" after "1 a, b" stands beside "1", not in it."""
        while level and self.open and self._is_over(self.open[-1], level):
            self.open.pop()
        if self.open and self.open[-1].below is None:
            self.open[-1].below = level
        self.task, self.follows_task = level, True
        return self.open[-1].title if self.open else None

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
