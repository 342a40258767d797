"""Changed grounds in words: what was seen, and what stands now."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal

from dondoc.i18n import Translate
from dondoc.rendering import formats
from dondoc.rendering.deductions import deduction_in_words
from models.rules.checkpoints import HANOI
from models.rules.grounds import MARKS, ChangedGround, Grounds
from models.rules.objective_causes import causes_in

Words = Callable[[str, Translate], str]


def in_words(change: ChangedGround, tr: Translate) -> str:
    """Such as: reported value: you saw 16.5, now 9."""
    if change.name == "words":
        return tr("grounds.words_changed")
    if change.name == "dossier_work":
        return tr("grounds.dossier_work_changed")
    if change.name == "evaluation_minutes":
        return tr("grounds.minutes_changed")
    saw, stands = (_value_text(change.name, text, tr) for text in (change.saw, change.stands))
    if saw == stands:
        saw, stands = _to_the_second(change)
    return tr("grounds.change", name=_name(change.name, tr), saw=saw, stands=stands)


def _to_the_second(change: ChangedGround) -> tuple[str, str]:
    """Two moments of one minute with their seconds, or as finely as they were kept."""
    try:
        pair = [datetime.fromtimestamp(float(text), HANOI) for text in (change.saw, change.stands)]
    except (ValueError, OverflowError):
        return change.saw, change.stands
    seconds = {int(moment.timestamp()) for moment in pair}
    pattern = "%H:%M:%S %d/%m/%Y" if len(seconds) > 1 else "%H:%M:%S.%f %d/%m/%Y"
    saw, stands = (moment.strftime(pattern) for moment in pair)
    return saw, stands


def listed(grounds: Grounds, names: Iterable[str], tr: Translate) -> str:
    """What stands of these names, where there is anything."""
    return "; ".join(
        f"{_name(name, tr)}: {_value_text(name, grounds[name], tr)}"
        for name in names
        if name not in MARKS and grounds.get(name)
    )


def _name(name: str, tr: Translate) -> str:
    """What a name of the grounds is called; behind a colon stands which one is meant."""
    kind, _, which = name.partition(":")
    if kind == "day":
        which = _day(which, tr)
    if kind == "readers":
        which = tr(f"audience.{which}")
    return tr(f"grounds.name.{kind}", which=which)


def _value_text(name: str, text: str, tr: Translate) -> str:
    if not text:
        return tr("grounds.nothing")
    try:
        return _WORDS.get(name.partition(":")[0], _plain)(text, tr)
    except (ValueError, ArithmeticError, OverflowError):
        return _plain(text, tr)  # typed by somebody, not written by us


def _plain(text: str, _tr: Translate) -> str:
    return text


def _number(text: str, tr: Translate) -> str:
    return formats.number(Decimal(text), "vi" if tr("grounds.decimal_mark") == "," else "en")


def _day(text: str, _tr: Translate) -> str:
    return formats.day(date.fromisoformat(text))


def _moment(text: str, _tr: Translate) -> str:
    return formats.moment(datetime.fromtimestamp(float(text), UTC))


def _yes(text: str, tr: Translate) -> str:
    return tr(f"grounds.{'yes' if text == 'yes' else 'no'}")


def _grade(text: str, tr: Translate) -> str:
    return tr(f"grade.{text}")


def _weekday(text: str, tr: Translate) -> str:
    return tr(f"weekday.{text}")


def _request_state(text: str, tr: Translate) -> str:
    return tr(f"file_request.state.{text}")


def _recheck(text: str, tr: Translate) -> str:
    return tr(f"recheck.state.{text}")


def _basis(text: str, tr: Translate) -> str:
    return tr(f"basis.{text}")


def _delivered(text: str, tr: Translate) -> str:
    return tr(f"verify.{'delivered' if text == 'yes' else 'not_delivered'}")


def _causes(text: str, tr: Translate) -> str:
    """Each objective cause: what it is of, where it stands, and when it was asked for."""
    return "; ".join(
        f"{deduction_in_words(cause.deduction.code, tr)}: {tr(f'cause_state.{cause.state.value}')}"
        f" ({cause.at.astimezone(HANOI):%H:%M:%S %d/%m/%Y})"
        for cause in causes_in(text)
    )


def _calendar_day(text: str, tr: Translate) -> str:
    kind, _, note = text.partition(" ")
    sentence = tr("calendar_days.working" if kind == "working" else "calendar_days.off")
    return f"{sentence} ({note})" if note else sentence


def _quiet(text: str, tr: Translate) -> str:
    return tr("settings.hours_of_office") if text == "office" else text


def _parts(text: str, tr: Translate) -> str:
    """Settings one behind the other: what is yes or no is said in words."""
    return "; ".join(_yes(name, tr) if name in {"yes", "no"} else name for name in text.split("; "))


def _ladder(text: str, tr: Translate) -> str:
    return "; ".join(_step(name.split(" "), tr) for name in text.split("; "))


def _step(parts: list[str], tr: Translate) -> str:
    offset, audience, firmness, *more = parts
    words = [f"{int(offset):+d}", tr(f"audience.{audience}"), tr(f"firmness.{firmness}"), *more]
    return " ".join(words)


def _digest_state(text: str, tr: Translate) -> str:
    """Such as `approved Nguyễn Văn A, 1648778400.000`: by whom and when."""
    state, _, step = text.partition(" ")
    by, _, at = step.rpartition(", ")
    words = tr(f"digests.state.{state}")
    return f"{words} ({by}, {_moment(at, tr)})" if at else words


def _dossier_step(text: str, tr: Translate) -> str:
    """Such as `commented Nguyễn Văn A, 1648778400.000`: what was done, by whom and when."""
    kind, _, step = text.partition(" ")
    by, _, at = step.rpartition(", ")
    return f"{tr(f'evaluation.step.{kind}')} ({by}, {_moment(at, tr)})"


def _own_rules(text: str, tr: Translate) -> str:
    """Each version that judges, with its days; `-` where none does."""
    if text == "-":
        return tr("grounds.nothing")
    return "; ".join(_version(name, tr) for name in text.split("; "))


def _version(text: str, tr: Translate) -> str:
    number, _, days = text.partition(" ")
    first, _, last = days.partition("/")
    key = "grounds.version.until" if last else "grounds.version"
    return tr(key, version=number, first=_day(first, tr), last=_day(last, tr) if last else "")


_ANSWERS = (
    "missing", "objective", "judged", "account", "has_password", "second_factor", "must_change",
    "administrator", "disabled", "muted", "digest_as_link",
)  # fmt: skip
_WORDS: dict[str, Words] = {
    **dict.fromkeys(("value", "found", "quality", "score", "expected"), _number),
    **dict.fromkeys(("due", "asked", "refused", "founded_on", "pause_from", "pause_to"), _day),
    **dict.fromkeys(("reported", "saved", "updated", "digest_latest"), _moment),
    "digest_state": _digest_state,
    "dossier_step": _dossier_step,
    "round_state": lambda text, tr: tr(f"evaluation.round.state.{text}"),
    **dict.fromkeys(("dossier_total", "dossier_results", "dossier_away"), _number),
    **dict.fromkeys(("delivered", "delivery"), _delivered),
    **dict.fromkeys(_ANSWERS, _yes),
    "causes": _causes,
    "grade": _grade,
    "file_request": _request_state,
    "recheck": _recheck,
    "basis": _basis,
    "weekly": _weekday,
    "day": _calendar_day,
    "quiet": _quiet,
    "channel": _parts,
    "contact": _parts,
    "ladder": _ladder,
    **dict.fromkeys(("own_rules", "catalogue"), _own_rules),
}
