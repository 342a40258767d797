"""What was typed into a form, kept to be shown again, and what is wrong with it, by field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from starlette.datastructures import FormData, UploadFile

from dondoc.clock import year_of_examples
from dondoc.errors import DondocError, Refused
from dondoc.i18n import Translate
from dondoc.services.acts.refusals import explain_refusal
from dondoc.services.grounds.compare import OutdatedError
from dondoc.services.grounds.sent_forms import SentBeforeError
from dondoc.services.workbook.amounts import AmountError, parse_amount
from dondoc.web.site.bodies import TextFields
from models.rules.texts import bare, composed_letters, without_unseen

Value = TypeVar("Value")

NOWHERE: Mapping[str, str] = MappingProxyType({})
"""No refusal has a field of its own."""


@dataclass
class Form:
    """A sent form. `errors`: by field, '' for the form as a whole; each is words for people.

    `far_day`: the field with a day so far away that it is asked whether it is meant, and
    `far_mark` tells what that would do from anything else.
    `unkept`: what was typed could not be kept, and stands on the page alone.
    """

    data: FormData
    tr: Translate
    errors: dict[str, str] = field(default_factory=dict)
    far_day: str = ""
    far_mark: str = ""
    unkept: bool = False

    def text(self, name: str) -> str:
        """A field as typed: composed letters, nothing unseen around; '' where it is missing."""
        value = self.data.get(name)
        return clean(value) if isinstance(value, str) else ""

    def all(self, name: str) -> list[str]:
        """Every value of a field that may come several times."""
        return [clean(row) for row in self.data.getlist(name) if isinstance(row, str)]

    def has(self, name: str) -> bool:
        """Whether a box is ticked or a button was pressed."""
        return name in self.data

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field; an empty file field sends one without a name."""
        uploads = self.data.getlist(name)
        return [upload for upload in uploads if isinstance(upload, UploadFile) and upload.filename]

    @property
    def whole(self) -> str:
        """All that it says and where it was sent to; '' where it brings files."""
        fields = self.data.multi_items()
        if not all(isinstance(value, str) for _, value in fields):
            return ""
        return repr([getattr(self.data, "address", ""), *fields])

    def fail(self, name: str, key: str, /, **params: object) -> None:
        """Says what is wrong with a field; the first thing said of it stays."""
        sentence = self.tr(key, **params)
        self.errors.setdefault(name, f"{sentence[:1].upper()}{sentence[1:]}")

    def needed(self, name: str, label: str = "") -> str:
        """A field that must not stay empty; `label` where several fields share a name."""
        sentence = self.text(name)
        if not sentence:
            self.fail_empty(name, label)
        return sentence

    def fail_empty(self, name: str, label: str = "") -> None:
        """Says which field must not stay empty, as the page calls it."""
        self.fail(name, f"form.needed.{label or name}")

    def day(self, name: str) -> date | None:
        """A day typed dd/mm/yyyy, or as a date field sends it."""
        sentence = self.text(name)
        for shape in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(sentence, shape).date()  # noqa: DTZ007 (a day has no zone)
            except ValueError:
                continue
        if sentence:
            self.fail(name, "form.error.day", found=sentence, year=year_of_examples())
        return None

    def amount(self, name: str) -> Decimal | None:
        """A number written the Vietnamese way: 18.713 or 2,5; None where nothing was typed."""
        typed = self.text(name).removesuffix("%").strip()
        try:
            return parse_amount(typed) if typed else None
        except AmountError as error:
            key = f"cli.amount.{error.key.rpartition('.')[2]}"
            readings = {"thousands": typed.replace(",", "."), "decimals": f"{typed}0"}
            self.fail(name, key, found=typed, **readings)
            return None

    def attempt(
        self, act: Callable[[], Value], name: str = "", at: Mapping[str, str] = NOWHERE
    ) -> Value | None:
        """Does something that may be refused; what it says is shown at that field.

        `at`: the fields of refusals that are mended elsewhere, by their keys.
        """
        try:
            return act()
        except SentBeforeError:
            return None  # pressed twice: it is done, and nothing is wrong with it
        except DondocError as error:
            field = "" if isinstance(error, OutdatedError) else at.get(error.key, name)
            self.errors.setdefault(field, words_of(error, self.tr))
            return None


def words_of(error: DondocError, tr: Translate) -> str:
    """What a refused act is told: why, and what is possible instead."""
    return explain_refusal(error, tr) if isinstance(error, Refused) else error.text(tr)


def clean(text: str) -> str:
    """The same letters typed two ways (composed or not) become the same text.

    Without what no database keeps and nobody types: NUL, halves of letters, and marks that
    cannot be seen, which web pages and Word leave within words.
    """
    plain = text.encode("utf-8", "ignore").decode().replace("\x00", "")
    return bare(without_unseen(composed_letters(plain.replace("\r\n", "\n"))))


def number_in(text: str) -> int | None:
    """A whole number of at most nine digits, as keys and years are; None for anything else."""
    plain = text.isascii() and text.isdigit() and len(text) <= len("999999999")
    return int(text) if plain else None


FormFields = TextFields
"""What a handler of a form asks for; `Form(fields, visit.tr)` reads it."""
