"""Every page, a module for each thing that people do."""

from dondoc.web import static_files
from dondoc.web.routes import (
    account,
    accounts,
    api,
    audit,
    boards,
    calendars,
    channels,
    digests,
    evidence,
    front,
    health,
    items,
    links,
    office,
    overdue,
    overview,
    people,
    plan,
    preview,
    programmes,
    register,
    report,
    search,
    settings,
    sign_in,
    unsubscribe,
    verify,
    webhooks,
    work,
)

ROUTERS = (
    static_files.router,
    *(
        module.router
        for module in (
            front, health, sign_in, account, accounts, unsubscribe, work, report, links, items,
            evidence, boards, search, calendars, overdue, verify, preview, register, overview,
            digests, plan, people, programmes, channels, settings, audit, office, webhooks, api,
        )
    ),
)  # fmt: skip
