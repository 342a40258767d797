"""How a person wants to be reminded, within what is mandatory: hours, days, and who stands in.

Nothing here switches a duty off: quiet hours and the weekly letter defer, only optional kinds
can be muted (models/rules/urgency.py), and a pause needs a deputy.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from sqlalchemy import select
from sqlmodel import Session, col

from dondoc.errors import BadInput, Refused
from dondoc.i18n import LANGUAGES, translator
from dondoc.services.organisation.changes import SettingsChange
from dondoc.services.organisation.directory import find_person
from dondoc.services.organisation.on_duty import reachable
from dondoc.services.reach.deputies import check_own_right
from dondoc.services.reach.reachability import OFFICE_QUIET, office_quiet, time_of
from models.installation import Setting
from models.person import Person, Preference
from models.rules.folding import fold
from models.rules.quiet import Quiet
from models.rules.roles import Mandate

MAX_QUIET = timedelta(hours=14)
"""More would leave no hour in which letters go out."""

MAX_PAUSE = timedelta(days=90)

_HOURS = re.compile(
    r"(?P<h1>\d{1,2})\s*[:hg]\s*(?P<m1>\d{2})?\s*[-\u2013]\s*"
    r"(?P<h2>\d{1,2})\s*[:hg]\s*(?P<m2>\d{2})?"
)


@dataclass(frozen=True)
class PreferenceShown:
    """What a person asked for. `own_quiet`: their hours are not simply the office's."""

    quiet: str
    own_quiet: bool
    weekly_on: int | None
    muted: bool
    digest_as_link: bool
    paused_from: date | None
    paused_to: date | None
    deputy: str
    deputy_name: str


def show(session: Session, person: Person) -> PreferenceShown:
    """A person's wishes as they are stored, a pause that is over left out by nobody."""
    preference = _stored(session, person.key) or Preference(person_id=person.key)
    own = preference.quiet_from is not None and preference.quiet_to is not None
    quiet = office_quiet(session)
    if own:
        quiet = Quiet(time_of(preference.quiet_from), time_of(preference.quiet_to))
    deputy = session.get(Person, preference.deputy_id) if preference.deputy_id is not None else None
    return PreferenceShown(
        quiet=str(quiet),
        own_quiet=own,
        weekly_on=preference.weekly_on,
        muted=preference.muted,
        digest_as_link=preference.digest_as_link,
        paused_from=preference.paused_from,
        paused_to=preference.paused_to,
        deputy=deputy.code if deputy else "",
        deputy_name=deputy.full_name if deputy else "",
    )


def set_quiet(acting: SettingsChange, hours: str) -> Quiet:
    """Quiet hours such as `20:00-06:30`; the office's own for `office` in either language.

    Equal ends mean none. Raises BadInput for what is no such text or longer than
    MAX_QUIET, Refused for somebody else's.
    """
    acting.only_own()
    preference = _mine(acting)
    was = {"hours": _hours_of(preference)}
    if _plain(hours) in _spellings("settings.spelling.office"):
        preference.quiet_from = preference.quiet_to = None
        acting.note("quiet", hours="office", was=was)
        return office_quiet(acting.session)
    quiet = parse_hours(hours)
    preference.quiet_from, preference.quiet_to = _minutes(quiet.start), _minutes(quiet.end)
    acting.note("quiet", hours=str(quiet), was=was)
    return quiet


def set_office_quiet(acting: SettingsChange, hours: str) -> Quiet:
    """The office's quiet hours, for everybody without their own.

    Raises Refused for anybody but an administrator and the secretariat.
    """
    acting.mandated(Mandate.ADMINISTRATOR, Mandate.SECRETARIAT)
    quiet = parse_hours(hours)
    was = {"hours": str(office_quiet(acting.session))}
    acting.session.merge(Setting(name=OFFICE_QUIET, value=str(quiet)))
    acting.note("office_quiet", hours=str(quiet), was=was)
    return quiet


def set_weekly(acting: SettingsChange, weekday: str | None) -> int | None:
    """What may wait comes together on one working weekday (0 is Monday); None: every day.

    Raises BadInput for what is no name of a day, Saturday and Sunday among them.
    """
    acting.only_own()
    number = None if weekday is None else parse_weekday(weekday)
    _mine(acting).weekly_on = number
    acting.note("daily") if number is None else acting.note("weekly", weekday=number)
    return number


def set_muted(acting: SettingsChange, muted: bool) -> None:
    """Whether optional kinds are not sent at all. Raises Refused for somebody else's."""
    acting.only_own()
    _mine(acting).muted = muted
    acting.note("muted" if muted else "unmuted")


def set_digest_as_link(acting: SettingsChange, as_link: bool) -> None:
    """Whether digests come with a link alone. Raises Refused for somebody else's."""
    acting.only_own()
    _mine(acting).digest_as_link = as_link
    acting.note("digest_as_link" if as_link else "digest_as_file")


def pause(acting: SettingsChange, start: date, end: date, deputy: str) -> Person:
    """From one day to another (both included) a deputy gets the messages; gives the deputy.

    Raises BadInput for dates that are out of order, over, or too far apart; Refused for a
    deputy who cannot be reached, is the person, would hand the messages back, or may not do
    by their own right what they would be reminded of.
    """
    acting.own_or_secretariat()
    if end < start:
        raise BadInput("settings.error.dates_in_order", start=start, end=end)
    if end < acting.today:
        raise BadInput("settings.error.pause_over", end=end)
    if end - start > MAX_PAUSE:
        raise BadInput("settings.error.pause_too_long", n=MAX_PAUSE.days)
    stands_in = find_person(acting.session, deputy)
    _check_deputy(acting, stands_in, start, end)
    days = (max(start, acting.today), end)
    check_own_right(acting.session, acting.whose, stands_in, days)
    preference = _mine(acting)
    preference.paused_from, preference.paused_to, preference.deputy_id = start, end, stands_in.key
    acting.note("paused", start=start.isoformat(), end=end.isoformat(), deputy=stands_in.code)
    return stands_in


def resume(acting: SettingsChange) -> None:
    """Ends a pause. Raises Refused where there is none."""
    acting.own_or_secretariat()
    preference = _mine(acting)
    if preference.paused_from is None:
        raise Refused("settings.error.not_paused", person=acting.whose.full_name)
    preference.paused_from = preference.paused_to = preference.deputy_id = None
    acting.note("resumed")


def parse_hours(text: str) -> Quiet:
    """`20:00-06:30`, also written `20h-6h30`. Raises BadInput."""
    match = _HOURS.fullmatch(text.strip().casefold())
    if match is None:
        raise BadInput("settings.error.bad_hours", found=text)
    try:
        quiet = Quiet(*(time(int(match[f"h{name}"]), int(match[f"m{name}"] or 0)) for name in "12"))
    except ValueError:
        raise BadInput("settings.error.bad_hours", found=text) from None
    if timedelta(minutes=(_minutes(quiet.end) - _minutes(quiet.start)) % 1440) > MAX_QUIET:
        hours = int(MAX_QUIET.total_seconds() // 3600)
        raise BadInput("settings.error.quiet_too_long", found=str(quiet), n=hours)
    return quiet


def parse_weekday(text: str) -> int:
    """The number of a working weekday by its name in either language. Raises BadInput."""
    for number in range(7):
        if _plain(text) in _spellings(f"settings.spelling.weekday.{number}"):
            if number > 4:
                raise BadInput("settings.error.weekend", found=text)
            return number
    raise BadInput("settings.error.bad_weekday", found=text)


def _check_deputy(acting: SettingsChange, deputy: Person, start: date, end: date) -> None:
    if deputy.id == acting.whose.id:
        raise Refused("settings.error.own_deputy")
    if not reachable(acting.session, [deputy.key]):
        raise Refused("settings.error.deputy_out_of_reach", person=deputy.full_name)
    ids = {deputy.key}
    waiting = [deputy.key]
    while waiting:
        query = select(col(Preference.deputy_id)).where(
            col(Preference.person_id) == waiting.pop(),
            col(Preference.deputy_id).is_not(None),
            col(Preference.paused_from) <= end,
            col(Preference.paused_to) >= start,
        )
        for following in acting.session.scalars(query):
            if following == acting.whose.id:
                raise Refused("settings.error.circle", person=deputy.full_name)
            if following is not None and following not in ids:
                ids.add(following)
                waiting.append(following)


def _mine(acting: SettingsChange) -> Preference:
    """The row to change, made where there is none yet."""
    acting.hold()
    preference = _stored(acting.session, acting.whose.key)
    if preference is None:
        preference = Preference(person_id=acting.whose.key)
        acting.session.add(preference)
    return preference


def _stored(session: Session, person_id: int) -> Preference | None:
    return session.scalars(
        select(Preference).where(col(Preference.person_id) == person_id)
    ).one_or_none()


def _spellings(key: str) -> frozenset[str]:
    """How people write something, in every language: the catalogues list it with commas."""
    listed = (translator(lang)(key).split(",") for lang in LANGUAGES)
    return frozenset(_plain(text) for text in (part for parts in listed for part in parts))


def _plain(text: str) -> str:
    """Without case, accents, spaces and hyphens: `Thứ Hai`, `thu-hai`, `THU HAI`."""
    return "".join(letter for letter in fold(text) if letter.isalnum())


def _hours_of(preference: Preference) -> str:
    """A person's own quiet hours as history keeps them."""
    if preference.quiet_from is None or preference.quiet_to is None:
        return "office"
    return str(Quiet(time_of(preference.quiet_from), time_of(preference.quiet_to)))


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute
