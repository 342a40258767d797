"""The forms that decide on a rule set of one's own."""

from collections.abc import Mapping

from own_rule_files import CODE, decided, tried, typed
from sites import Site
from stale_form import Stale

SECRETARIAT, OTHER = "CB-VPTU3", "CB-VPTU2"


def _in_force(site: Site) -> None:
    tried(site)
    decided(site, OTHER, "2022-07-01")


OWN_RULES_FORMS: Mapping[str, Stale] = {
    "/rule-sets/{code}/versions/{version}/in-force": Stale(
        SECRETARIAT,
        f"/rule-sets/{CODE}/versions/1/in-force",
        typed("2022-10-01"),
        lambda site: decided(site, OTHER, "2022-07-01"),
        "chưa có",
        "phiên bản 1 từ 01/07/2022",
        begin=tried,
        page=f"/rule-sets/{CODE}?version=1",
        kept=("Quy chế của tỉnh",),
    ),
    "/rule-sets/{code}/versions/{version}/end": Stale(
        SECRETARIAT,
        f"/rule-sets/{CODE}/versions/1/end",
        typed("2022-09-30", "ended"),
        lambda site: decided(site, OTHER, "2022-12-31", "ended"),
        "phiên bản 1 từ 01/07/2022",
        "đến 31/12/2022",
        begin=_in_force,
        page=f"/rule-sets/{CODE}?version=1",
        kept=("Quy chế của tỉnh",),
    ),
}
