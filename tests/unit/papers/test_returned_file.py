"""A file that is said to be a returned paper is opened only where that is safe."""

import pytest
from papers import archive, like_word, lying_about_sizes, sheet

from dondoc.errors import BadInput
from dondoc.services.papers.returned.read import read_word


def entity_bomb() -> bytes:
    declared = b'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa">]><w>&a;</w>'
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": declared})


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no file at all", sheet(), like_word(), entity_bomb(), lying_about_sizes(2**31 - 1),
        like_word({"word/vbaProject.bin": b"x"}),
        like_word({"word/big.xml": bytes(50 * 1024**2)}),
    ],
)  # fmt: skip
def test_what_is_no_safe_word_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadInput):
        read_word("x.docx", content)
