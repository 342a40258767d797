"""Of two files of one typeface, that which lacks a Vietnamese letter is not used."""

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from dondoc.exports.typefaces import LETTERS, has_letters, typefaces

FAMILY = "Dondoc Serif"


def write_typeface(path: Path, letters: str) -> None:
    """A typeface of empty shapes, one for each letter."""
    names = {ord(letter): f"u{ord(letter):04X}" for letter in letters}
    order = [".notdef", *names.values()]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(order)
    font.setupCharacterMap(names)
    font.setupGlyf({name: Glyph() for name in order})
    font.setupHorizontalMetrics(dict.fromkeys(order, (500, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable(
        {"familyName": FAMILY, "styleName": "Regular", "fullName": FAMILY, "psName": "DondocSerif"}
    )
    font.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    path.parent.mkdir(parents=True)
    font.save(path)


@pytest.mark.parametrize("missing", ["Ỉ", "ệ", "đ", "Ư", "ạ"])
def test_a_typeface_that_lacks_one_letter_is_noticed(tmp_path: Path, missing: str) -> None:
    whole, lacking = tmp_path / "whole" / "a.ttf", tmp_path / "lacking" / "a.ttf"
    write_typeface(whole, LETTERS)
    write_typeface(lacking, LETTERS.replace(missing, ""))
    assert has_letters(whole)
    assert not has_letters(lacking)


def test_no_file_and_no_typeface_have_no_letters(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no typeface")
    assert not has_letters(tmp_path / "a.ttf")
    assert not has_letters(tmp_path / "b.ttf")


def test_the_older_file_of_a_typeface_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    fonts = tmp_path / "share" / "fonts"
    write_typeface(fonts / "newer" / "a.ttf", LETTERS)
    write_typeface(fonts / "older" / "a.ttf", LETTERS.replace("Ỉ", ""))
    used = typefaces.__wrapped__((FAMILY,)).fonts()
    assert [Path(font.path).parent.name for font in used if font.family == FAMILY] == ["newer"]
