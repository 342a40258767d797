"""A day off entered for the past: what it turns is said first, with a reason, and kept."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import page_grounds
from programmes import current_programme
from sites import Site
from sqlmodel import col, func, select

from dondoc.services.plan.load.back_to_plan import draft_of
from dondoc.services.plan.load.changes import ThingKind
from dondoc.services.plan.load.load import load
from dondoc.services.programme.programmes import working_calendar
from dondoc.services.workbook.plan import CalendarDayDraft
from dondoc.services.working_days.days import DayWanted, effects_if_set
from dondoc.services.working_days.effects import Effects
from dondoc.store.database import reading, writing
from models.assignment import AssignmentOfficial, Checkpoint
from models.event import Event, EventKind
from models.person import Holding, Person
from models.programme import CalendarDay
from models.rules.stages import UNREPORTED, Standing
from models.verdict import Evaluation

SECRETARIAT = "CB-VPTU3"


def _today(site: Site) -> date:
    return site.workplace.clock().today()


def _turning(site: Site) -> tuple[date, Effects]:
    """A past day whose working or not turns something that was judged."""
    today = _today(site)
    with reading(site.workplace.engine) as session:
        calendar = working_calendar(session, current_programme(session))
        for back in range(1, 140):
            day = today - timedelta(days=back)
            if calendar.is_working(day):
                effects = effects_if_set(session, DayWanted(day, working=False), today)
                if effects.turned:
                    return day, effects
    raise AssertionError("nothing turns")


def _days(site: Site) -> int:
    with reading(site.workplace.engine) as session:
        return session.exec(select(func.count()).select_from(CalendarDay)).one()


def _told(site: Site) -> Event:
    with reading(site.workplace.engine) as session:
        query = select(Event).where(Event.kind == EventKind.CHANGED).order_by(col(Event.id).desc())
        return next(one for one in session.exec(query) if one.data["what"] == "calendar_day")


def _sent(day: date, **more: Any) -> dict[str, Any]:
    return {"day": f"{day:%d/%m/%Y}", "working": "no", "note": "Nghỉ bù", **more}


def test_a_past_day_off_says_first_what_it_turns_and_changes_nothing(site: Site) -> None:
    day, effects = _turning(site)
    before = _days(site)
    shown = site.client(SECRETARIAT).post("/programme/calendar", data=_sent(day))
    assert shown.status_code == 200
    assert _days(site) == before
    assert effects.turned[0].ref in shown.text
    assert f'name="seen" value="{effects.fingerprint}"' in shown.text
    assert 'value="Nghỉ bù"' in shown.text  # nothing typed is lost
    assert "sẽ là ngày nghỉ" in shown.text
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', shown.text)
    assert links and all(site.client(SECRETARIAT).get(link).status_code == 200 for link in links)


def test_what_is_due_on_the_day_off_itself_is_counted_among_what_is_recounted(site: Site) -> None:
    query = select(Checkpoint.due_on).where(
        col(Checkpoint.standing) == Standing.LIVE,
        col(Checkpoint.stage).in_(UNREPORTED),
        col(Checkpoint.due_on) < _today(site),
    )
    with reading(site.workplace.engine) as session:
        due_dates = session.exec(query).all()
        wanted = DayWanted(max(due_dates), working=False)
        effects = effects_if_set(session, wanted, _today(site))
    assert effects.recounted == len(due_dates) > 0


def test_confirmed_with_a_reason_it_is_kept_in_history_with_the_list(site: Site) -> None:
    day, effects = _turning(site)
    client = site.client(SECRETARIAT)
    without = client.post("/programme/calendar", data=_sent(day, seen=effects.fingerprint))
    assert without.status_code == 422 and "Đề nghị ghi lý do" in without.text
    sent = _sent(day, seen=effects.fingerprint, reason="Công văn số 12")
    with reading(site.workplace.engine) as session:
        judged = session.exec(select(Evaluation)).all()
    assert client.post("/programme/calendar", data=sent).status_code == 303
    told = _told(site)
    assert told.reason == "Công văn số 12"
    assert [row[0] for row in told.data["rejudged"]] == [one.ref for one in effects.turned]
    with reading(site.workplace.engine) as session:
        assert session.exec(select(Evaluation)).all() == judged


def test_what_was_not_seen_is_not_confirmed(site: Site) -> None:
    day, _ = _turning(site)
    before = _days(site)
    sent = _sent(day, seen="0" * 32, reason="Công văn số 12")
    answer = site.client(SECRETARIAT).post("/programme/calendar", data=sent)
    assert answer.status_code == 422
    assert "đề nghị xem những mốc thay đổi" in answer.text
    assert "Công văn số 12" in answer.text
    assert _days(site) == before


def test_taking_a_past_day_back_is_said_first_too(site: Site) -> None:
    day, effects = _turning(site)
    client = site.client(SECRETARIAT)
    client.post("/programme/calendar", data=_sent(day, seen=effects.fingerprint, reason="Nghỉ bù"))
    shown = page_grounds.press(client, f"/programme/calendar/{day.isoformat()}/remove")
    assert shown.status_code == 200 and effects.turned[0].ref in shown.text
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', shown.text)
    assert seen is not None
    sent = {"seen": seen[1], "reason": "Nhầm ngày"}
    assert (
        page_grounds.press(
            client, f"/programme/calendar/{day.isoformat()}/remove", data=sent
        ).status_code
        == 303
    )
    told = _told(site)
    assert (told.reason, told.data["new"]) == ("Nhầm ngày", None)
    assert {tuple(row[1:3]) for row in told.data["rejudged"]} == {
        (one.after.value, one.before.value) for one in effects.turned
    }


def test_a_day_to_come_asks_for_nothing(site: Site) -> None:
    today = _today(site)
    day = next(
        one for one in (today + timedelta(days=n) for n in range(20, 40)) if one.weekday() < 5
    )
    assert site.client(SECRETARIAT).post("/programme/calendar", data=_sent(day)).status_code == 303
    assert "rejudged" not in _told(site).data
    with reading(site.workplace.engine) as session:
        open_ones = col(Checkpoint.stage).in_(UNREPORTED)
        assert session.exec(select(Checkpoint).where(open_ones)).first() is not None


def test_a_plan_that_brings_a_past_day_off_says_what_it_turns_and_keeps_it(site: Site) -> None:
    day, effects = _turning(site)
    with writing(site.workplace.engine) as session:
        draft = draft_of(session, current_programme(session), _today(site))
        days = (*draft.calendar_days, CalendarDayDraft(day=day, is_working=False, note="Nghỉ bù"))
        found = load(
            session, replace(draft, calendar_days=days), complete=False, actor_id=None,
            now=site.workplace.clock().now(), plan_sha256="x",
        )  # fmt: skip
    said = {note.ref for note in found.notes if note.what is ThingKind.CALENDAR_DAY}
    assert {f"{one.ref} (2022)" for one in effects.turned} <= said
    with reading(site.workplace.engine) as session:
        loaded = select(Event).where(Event.kind == EventKind.PLAN_LOADED)
        last = session.exec(loaded.order_by(col(Event.id).desc())).first()
    assert last is not None
    assert [row[0] for row in last.data["rejudged"]] == [one.ref for one in effects.turned]


def _passing(site: Site) -> tuple[date, str]:
    """A due date with a hand-over on the next working day, and something overdue since then."""
    today = _today(site)
    with writing(site.workplace.engine) as session:
        calendar = working_calendar(session, current_programme(session))
        query = (
            select(Checkpoint, AssignmentOfficial)
            .join(
                AssignmentOfficial,
                col(AssignmentOfficial.assignment_id) == col(Checkpoint.assignment_id),
            )
            .where(col(Checkpoint.stage).in_(UNREPORTED), col(Checkpoint.due_on) < today)
            .where(col(Checkpoint.standing) == Standing.LIVE)
            .order_by(col(Checkpoint.id))
        )
        point, official = session.exec(query).first() or (None, None)
        assert point is not None and official is not None
        last = calendar.working_day_from(point.due_on)
        held = session.exec(
            select(Holding).where(Holding.position_id == official.position_id)
        ).first()
        assert held is not None
        other = session.exec(select(Person).where(Person.id != held.person_id)).first()
        assert other is not None
        held.held_from, held.held_to = date(2020, 1, 1), last
        start = last + timedelta(days=1)
        session.add(Holding(position_id=held.position_id, person_id=other.key, held_from=start))
        return last, other.full_name


def test_a_result_that_becomes_somebody_elses_is_named_confirmed_and_kept(site: Site) -> None:
    day, successor = _passing(site)
    with reading(site.workplace.engine) as session:
        effects = effects_if_set(session, DayWanted(day, working=False), _today(site))
    assert successor in {one.after for one in effects.passed}
    client = site.client(SECRETARIAT)
    shown = client.post("/programme/calendar", data=_sent(day)).text
    assert "Kết quả chuyển sang người khác" in shown
    assert f">{successor}</td>" in shown
    sent = _sent(day, seen=effects.fingerprint, reason="Công văn số 12")
    assert client.post("/programme/calendar", data=sent).status_code == 303
    assert _told(site).data["passed"] == [one.plain() for one in effects.passed]


def test_a_plan_that_brings_it_says_who_it_passes_to(site: Site) -> None:
    day, successor = _passing(site)
    with writing(site.workplace.engine) as session:
        draft = draft_of(session, current_programme(session), _today(site))
        days = (*draft.calendar_days, CalendarDayDraft(day=day, is_working=False, note="Nghỉ bù"))
        found = load(
            session, replace(draft, calendar_days=days), complete=False, actor_id=None,
            now=site.workplace.clock().now(), plan_sha256="x",
        )  # fmt: skip
        passes = [note for note in found.notes if note.key == "plan_load.note.passes"]
        assert successor in {one.new for one in passes}
        last = session.exec(select(Event).where(Event.kind == EventKind.PLAN_LOADED)
                            .order_by(col(Event.id).desc())).first()  # fmt: skip
        assert last is not None and successor in {row[3] for row in last.data["passed"]}
