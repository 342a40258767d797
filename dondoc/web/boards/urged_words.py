"""What is said after many were urged on: who is reached, who is not and why, what was left out."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dondoc.i18n import Translate
from dondoc.services.boards.urging.chosen import Why
from dondoc.services.boards.urging.readers import PeopleReached, PersonReached
from dondoc.services.boards.urging.send import UrgingOutcome
from dondoc.web.site.forms import words_of
from models.rules.roles import Audience

MAX_NAMES = 8
"""So many people are named after it; before it, and in the register, all are."""
NAMES_IN_SIGHT = 4
"""So many people are named beside a choice before the rest are folded: a phone shows no more."""


class AudienceWords(NamedTuple):
    """A choice of whom to urge. `folded`: all names, where too many to stand in `reached`."""

    audience: Audience
    reached: str
    lost: str
    folded: list[str]


class UrgedWords(NamedTuple):
    """Sentences. `left_out`: why references were not urged."""

    done: str
    reached: str
    lost: str
    left_out: list[str]
    size_left_out: int


def urged_words(urged: UrgingOutcome, tr: Translate) -> UrgedWords:
    """The sentences about what was urged."""
    size, reached = len(urged.nudge_ids), urged.reached
    return UrgedWords(
        tr("lists.urged.done", n=size) if size else "",
        reached_words(reached, tr, MAX_NAMES) if reached else "",
        lost_words(reached, tr) if reached else "",
        left_out_words(urged.refused, tr),
        len(urged.refused),
    )


def reached_words(reached: PeopleReached, tr: Translate, most: int | None = None) -> str:
    """Who gets it, by name. `most`: so many are named, None for all."""
    size = len(reached.people)
    named = [_name(each, tr) for each in reached.people[:most]]
    if size > len(named):
        named.append(tr("lists.urged.others", n=size - len(named)))
    return tr("lists.urged.reached", n=size, names=", ".join(named)) if size else ""


def audience_words(reached: PeopleReached, tr: Translate) -> AudienceWords:
    """Who gets it if this audience is chosen: the first of them where `folded` has all."""
    people = reached.people
    folded = [_name(each, tr) for each in people] if len(people) > NAMES_IN_SIGHT + 1 else []
    in_sight = reached_words(reached, tr, NAMES_IN_SIGHT if folded else None)
    return AudienceWords(reached.audience, in_sight, lost_words(reached, tr), folded)


def lost_words(reached: PeopleReached, tr: Translate) -> str:
    """Who should get it and cannot be reached, and why."""
    names = ", ".join(reached.unreachable)
    return tr("lists.urged.lost", n=len(reached.unreachable), names=names) if names else ""


def left_out_words(refused: Iterable[Why], tr: Translate) -> list[str]:
    """Why references were not urged; what is true of several is said once, of all of them."""
    refs: dict[str, list[str]] = defaultdict(list)
    sentences: list[str] = []
    for ref, error in refused:
        if error.params.keys() == {"ref"}:
            refs[error.key].append(ref)
        else:
            sentences.append(_naming(ref, words_of(error, tr)))
    return [tr(key, ref=", ".join(some)) for key, some in refs.items()] + sentences


def _naming(ref: str, words: str) -> str:
    return words if ref in words else f"{ref}: {words}"


def _name(person: PersonReached, tr: Translate) -> str:
    if person.deputy:
        return tr("lists.urged.deputy", name=person.deputy, away=person.name)
    if person.stand_in is None:
        return person.name
    role = tr(f"audience.{person.stand_in.value}")
    return tr("lists.urged.stand_in", name=person.name, role=role)
