"""What an event changed, from what to what and about whom, in the reader's words."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dondoc.i18n import Language, Translate
from dondoc.rendering.deductions import deduction_in_words
from dondoc.rendering.formats import capital, channel
from dondoc.services.acts.refusals import stored_refusal
from dondoc.services.boards.event_texts.counts import counts_in_words
from dondoc.services.boards.event_texts.names import LETTERS, EventNames, EventRow
from dondoc.services.boards.event_texts.office import office_sentences
from dondoc.services.boards.event_texts.values import Values
from dondoc.services.history.setting_words import setting_words
from models.event import EventKind
from models.rules.stages import Stage

_ACT_FIELDS = ("value", "delivered", "quality", "objective_cause", "total", "grade")
"""What an act says, in the order in which people read it."""


class EventTexts:
    """The words for one page of history."""

    def __init__(self, names: EventNames, tr: Translate, lang: Language) -> None:
        self.names, self.tr, self.values = names, tr, Values(names, tr, lang)

    def title(self, event: EventRow) -> str:
        """What happened: what of the office was changed, or the kind of event."""
        what = event.data.get("what")
        if event.kind is EventKind.CHANGED and what:
            return self.tr(f"event_text.title.{_TITLES.get(str(what), what)}")
        return self.tr(f"audit_page.kind.{event.kind.value}")

    def about(self, event: EventRow) -> str:
        """Whom it is about, where that is said by its data alone."""
        person = event.data.get("person")
        if event.kind in LETTERS or event.data.get("what") == "contact_refused":
            return self.names.people_by_id.get(person, "") if isinstance(person, int) else ""
        return ""

    def sentences(self, event: EventRow) -> list[str]:
        """What was changed, a sentence each; nothing where the kind says it all."""
        return [sentence for sentence in self._sentences(event) if sentence]

    def reason(self, event: EventRow, reason: str) -> str:
        """Why: what a person wrote, or the words for what the system keeps as a key."""
        if event.kind is EventKind.REFUSED and event.submission_id in self.names.refusals:
            why = stored_refusal(self.names.refusals[event.submission_id], self.tr)
            return f"{reason} {why}".strip()
        machine = event.kind is EventKind.UNDELIVERED or event.data.get("what") == "contact_refused"
        return self.tr(reason) if machine and reason else reason

    def _sentences(self, event: EventRow) -> Iterator[str]:
        data = event.data
        if event.kind is EventKind.NUDGED or event.kind in LETTERS:
            yield from self._reminders(event)
        elif event.kind is EventKind.SETTINGS_CHANGED:
            yield from self._setting(data)
        elif event.kind is EventKind.PLAN_LOADED:
            yield from counts_in_words(data.get("counts", {}), self.tr)
        elif "act" in data:
            yield from self._act(event)
        elif "removed" in data:
            yield self.tr("event_text.difficulty", words=data["removed"])
        elif data.get("what") in ("meeting", "conclusion"):
            yield self._of_meeting(data)
        else:
            yield from self._plan(event)

    def _of_meeting(self, data: dict[str, Any]) -> str:
        """What was done with a meeting or with one of its conclusions."""
        key, day = f"event_text.{data['what']}.{data['did']}", self.values.day(data["day"])
        said = {name: data.get(name, "") for name in ("title", "subject", "old_title")}
        old_day = self.values.day(data["old_day"]) if "old_day" in data else ""
        return self.tr(key, day=day, old_day=old_day, **said)

    def _reminders(self, event: EventRow) -> Iterator[str]:
        """The reasons that the register of reminders shows, and the way a letter took."""
        if event.kind in LETTERS:
            way = channel(str(event.data.get("channel", "")), self.tr)
            yield self.tr("event_text.by_way", channel=way)
            yield str(event.data.get("answer") or "")
        reasons = self.names.reasons.get(event.id, Counter())
        yield ", ".join(
            self.tr("event_text.reason", reason=self.tr(f"register.kind.{kind}"), n=count)
            if count > 1 else self.tr(f"register.kind.{kind}")
            for kind, count in reasons.items()
        )  # fmt: skip

    def _setting(self, data: dict[str, Any]) -> Iterator[str]:
        deputy = data.get("deputy")
        known = data | {"deputy": self.values.person(deputy)} if deputy else data
        yield setting_words(str(data.get("what", "")), known, self.tr)
        for name, new in sorted(data.items()):
            if name in data.get("was", {}):
                old = data["was"][name]
                yield self.values.changed(f"event_text.setting.{name}", name, old, new)

    def _act(self, event: EventRow) -> Iterator[str]:
        data = event.data
        # A report of new work moves it twice: what it says stands at the second move.
        if event.kind is not EventKind.DUE_CHANGED and event.to_stage is not Stage.IN_PROGRESS:
            for name in _ACT_FIELDS:
                if name in data:
                    yield self._act_field(name, data)
        if "old_due_on" in data:
            old, new = data["old_due_on"], data["new_due_on"]
            asked = event.kind in (EventKind.EXTENSION_ASKED, EventKind.EXTENSION_REFUSED)
            key = "event_text.asked_due" if asked else "plan_load.field.due_on"
            yield self.values.changed(key, "due_on", old, new)
        if "deduction" in data:
            about = deduction_in_words(data["deduction"], self.tr)
            act = capital(self.tr(f"act.{data['act']}"))
            yield f"{act}: {about}"
        if "since" in data:
            yield self.tr("item.history.since", day=self.values.day(data["since"]))
        if "report_until" in data:
            yield f"{self.tr('event_text.report_until')}: {self.values.day(data['report_until'])}"

    def _act_field(self, name: str, data: dict[str, Any]) -> str:
        key = f"audit.column.{name}"
        if f"old_{name}" in data:
            return self.values.changed(key, name, data[f"old_{name}"], data[name])
        return f"{self.tr(key)}: {self.values.value(name, data[name])}"

    def _plan(self, event: EventRow) -> Iterator[str]:
        data, values = event.data, self.values
        if event.kind is EventKind.DUE_CHANGED:
            yield values.changed("plan_load.field.due_on", "due_on", data["from"], data["to"])
        elif event.kind is EventKind.ASSIGNED:
            yield from self._assigned(data)
        elif (sentences := office_sentences(data, values)) is not None:
            yield from sentences
        else:
            if "what" in data:
                key = f"plan_load.entry.{data['what']}.{data.get('change', 'changed')}"
                yield self.tr(key, ref=values.ref(str(data.get("ref", ""))))
            elif data.get("change") == "restored":
                yield self.tr("event_text.restored")
            for name, (old, new) in data.get("fields", {}).items():
                yield values.changed(f"plan_load.field.{name}", name, old, new)

    def _assigned(self, data: dict[str, Any]) -> Iterator[str]:
        """By when and how much; the first checkpoint tells of the whole assignment, too."""
        for part, fields in (("assignment", _OF_WORK), ("checkpoint", _OF_CHECKPOINT)):
            said = data.get(part, {})
            for name in fields:
                if name in said:
                    value = self.values.value(name, said[name])
                    yield f"{self.tr(f'plan_load.field.{name}')}: {value}"


_OF_WORK = ("target", "target_product", "officials")
_OF_CHECKPOINT = ("due_on", "expected", "product")
_TITLES = {
    "hand_over_moved": "holding",
    "hand_over_called_off": "holding",
    "holding_dates": "holding",
    "former_holder": "holding",
    "ladder_step": "ladder",
}
