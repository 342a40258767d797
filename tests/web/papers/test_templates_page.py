"""The secretariat's own template: taken along, edited, uploaded, used, and given up again."""

from io import BytesIO

import docx
from httpx import Response
from sites import Site

SECRETARIAT = "CB-VPTU3"
ANNEX = "/papers/units/9/annex.state.docx"


def text_of(content: bytes) -> str:
    return "\n".join(each.text for each in docx.Document(BytesIO(content)).paragraphs)


def standard(site: Site, more: str) -> bytes:
    content = site.client(SECRETARIAT).get("/papers/templates/standard.state.docx").content
    document = docx.Document(BytesIO(content))
    document.add_paragraph(more)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def upload(site: Site, content: bytes) -> Response:
    files = {"file": ("mau-tinh.docx", content)}
    client = site.client(SECRETARIAT)
    return client.post("/papers/templates", data={"form": "state"}, files=files)


def test_it_is_used_for_word_and_kept_with_who_and_when(site: Site) -> None:
    assert upload(site, standard(site, "Bản của tỉnh")).status_code == 303
    client = site.client(SECRETARIAT)
    assert "Bản của tỉnh" in text_of(client.get(ANNEX).content)
    assert "Bản của tỉnh" not in text_of(client.get(f"{ANNEX}?standard=1").content)
    assert "Bản của tỉnh" not in text_of(client.get(ANNEX.replace("state", "party")).content)
    page = client.get("/papers/templates").text
    assert "mau-tinh.docx" in page and "Nguyễn Hữu Long" in page

    assert client.post("/papers/templates/standard", data={"form": "state"}).status_code == 303
    assert "Bản của tỉnh" not in text_of(client.get(ANNEX).content)
    assert "thôi dùng" in client.get("/papers/templates").text
    assert "Bản của tỉnh" in text_of(client.get("/papers/templates/1.docx").content)


def test_a_wrong_tag_is_said_and_nothing_is_kept(site: Site) -> None:
    answer = upload(site, standard(site, "Sai ở đây: {{ khong_co }}"))
    assert answer.status_code == 422
    assert "khong_co" in answer.text and "Sai ở đây" in answer.text
    assert site.client(SECRETARIAT).get("/papers/templates/1.docx").status_code == 404


def test_pressed_twice_it_is_kept_once(site: Site) -> None:
    content = standard(site, "Bản của tỉnh")
    assert [upload(site, content).status_code for _ in range(2)] == [303, 303]
    assert site.client(SECRETARIAT).get("/papers/templates").text.count("mau-tinh.docx</a>") == 1
