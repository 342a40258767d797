"""What the tests of webhooks do to a site: add an address, report something, look at the calls."""

from api_client import program
from sites import Site
from sqlalchemy import update
from sqlmodel import select

from dondoc.store.database import reading, writing
from models.webhook import Webhook, WebhookCall

SECRETARIAT = "CB-VPTU3"


def add(site: Site, url: str) -> str:
    """Adds an address at the page and gives its secret."""
    answer = site.client(SECRETARIAT).post("/webhooks", data={"name": "Bảng", "url": url})
    assert answer.status_code == 200, answer.text
    return answer.text.partition('<code class="secret">')[2].partition("<")[0]


def report(site: Site, count: int = 1) -> list[str]:
    """Reports so many checkpoints, moves them, and gives their references."""
    client = program(site, "CB-LT2")
    work = client.get("/api/v1/work").json()
    open_ones = [one["ref"] for one in work if one["stage"] == "in_progress" and one["expected"]]
    for ref in open_ones[:count]:
        address = f"/api/v1/checkpoints/2022/{ref}/acts"
        body = {"act": "report", "value": "1", "request_key": f"key-of-{ref}"}
        assert client.post(address, json=body).status_code == 201
    site.advance()
    return open_ones[:count]


def calls(site: Site) -> list[WebhookCall]:
    """All calls, the oldest first."""
    with reading(site.workplace.engine) as session:
        return list(session.exec(select(WebhookCall).order_by(WebhookCall.id)).all())  # type: ignore[arg-type]


def hook(site: Site) -> Webhook:
    """The only address."""
    with reading(site.workplace.engine) as session:
        return session.exec(select(Webhook)).one()


def let_time_pass(site: Site) -> None:
    """Makes every call due again."""
    with writing(site.workplace.engine) as session:
        session.execute(update(WebhookCall).values(retry_after=None, claimed_until=None))
