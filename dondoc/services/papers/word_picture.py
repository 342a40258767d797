"""A chart of a paper as Word shows it: its title, a picture with words for who does not see it."""

import struct
from typing import Final

from markupsafe import Markup, escape

_EMU_PER_MM: Final = 36_000
_WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PLACED: Final = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_DRAWN: Final = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE: Final = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_APART: Final = '<w:spacing w:before="120" w:after="80" w:line="240" w:lineRule="auto"/>'
"""A whole line each, so that a picture covers nothing of the title above it."""
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def size_of(png: bytes) -> tuple[int, int]:
    """Pixels across and down, as a PNG says them in its first chunk."""
    across, down = struct.unpack(">II", png[16:24])
    return across, down


def picture_xml(
    name: str, png: bytes, title: str, words: str, width: float, style: str
) -> Markup:  # fmt: skip
    """Two paragraphs that stand on one page: the title, and the picture `width` millimetres wide.

    `name`: under which the file will embed it; `style`: of a table's words in the template.
    """
    across, down = size_of(png)
    wide = round(width * _EMU_PER_MM)
    size = f'cx="{wide}" cy="{round(wide * down / across)}"'
    styled = f'<w:pStyle w:val="{escape(style)}"/>' if style else ""
    centred = '<w:ind w:left="0" w:firstLine="0"/><w:jc w:val="center"/>'
    placed = f'<w:drawing xmlns:r="{_LINKS}"><wp:inline xmlns:wp="{_PLACED}">'
    return Markup(  # noqa: S704 (every text in it was escaped)
        f'<w:p xmlns:w="{_WORDS}"><w:pPr>{styled}<w:keepNext/>{_APART}{centred}'
        f'</w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">{escape(title)}</w:t></w:r>'
        f'</w:p><w:p xmlns:w="{_WORDS}"><w:pPr>{styled}{_APART}{centred}</w:pPr><w:r>{placed}'
        f'<wp:extent {size}/><wp:docPr id="1" name="{escape(name)}" descr="{escape(words)}"/>'
        f'<a:graphic xmlns:a="{_DRAWN}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr><pic:cNvPr id="1" name="{escape(name)}"/>'
        f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{escape(name)}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>"
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
