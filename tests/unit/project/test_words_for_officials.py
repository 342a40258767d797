"""The Vietnamese words are those of an official, and one thing has one name."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from dondoc.i18n import LOCALE_DIR

FOLDER = LOCALE_DIR / "vi" / "LC_MESSAGES"
NOT_SAID = {
    "the stage of a checkpoint is its “giai đoạn”": r"bước «|bước “|chuyển bước|bước hiện nay"
    r"|bước: \{|(từ|sang) bước$|sang bước (này|mới)|theo bước thực hiện",
    "mail is “thư điện tử”": r"địa chỉ thư\b(?! điện tử)(?! (đã|của|nhắc))",
    "a letter's line is “giãn dòng”": r"dãn dòng",
}


def messages(path: Path) -> list[tuple[str, str]]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale="vi")
    return [
        (str(message.id), form)
        for message in catalogue
        for form in ([message.string] if isinstance(message.string, str) else message.string)
    ]


@pytest.mark.parametrize("rule", NOT_SAID)
def test_no_message_says_what_officials_do_not(rule: str) -> None:
    pattern = re.compile(NOT_SAID[rule], re.IGNORECASE)
    found = [
        f"{path.stem}: {key}: {text}"
        for path in sorted(FOLDER.glob("*.po"))
        for key, text in messages(path)
        if pattern.search(text)
    ]
    assert not found, f"say this otherwise ({rule}): {found}"


def test_a_setting_of_the_server_is_named_only_to_whoever_holds_the_server() -> None:
    named = {
        key
        for path in FOLDER.glob("*.po")
        if path.stem != "cli"
        for key, text in messages(path)
        if "DONDOC_" in text
    }
    plural = {key for key in named if key.startswith("(")}
    assert {*named - plural, *(key.split("'")[1] for key in plural)} == {
        "vault.wrong_key",
        "vault.short_key",
        "settings.resealed",
    }
