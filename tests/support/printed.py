"""A page as Chromium prints it, read by another library."""

import base64
import re
import subprocess
from pathlib import Path

from fastapi.testclient import TestClient
from pypdf import PdfReader

CHROMIUM = Path("/usr/bin/chromium")


def printed(client: TestClient, page: str, folder: Path) -> PdfReader:
    """The sheets of a page with the site's own style."""
    link = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert link is not None
    style = base64.b64encode(client.get(link[1]).content).decode()
    page = page.replace(link[1], f"data:text/css;base64,{style}")
    source, sheet = folder / "page.html", folder / "page.pdf"
    source.write_text(re.sub(r"<script[^>]*></script>", "", page), encoding="utf-8")
    subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
         "--no-first-run", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-pdf-header-footer", f"--user-data-dir={folder / 'profile'}",
         f"--print-to-pdf={sheet}", source.as_uri()],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return PdfReader(sheet)
