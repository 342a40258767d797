"""Every page, a module for each thing that people do."""

from dondoc.web import static_files
from dondoc.web.routes import (
    account,
    accounts,
    acts,
    api,
    audit,
    boards,
    calendars,
    channels,
    committees,
    difficulties,
    digests,
    evidence,
    front,
    health,
    holding_dates,
    items,
    links,
    metrics,
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
    tokens,
    unsubscribe,
    verify,
    views,
    webhooks,
    work,
)

ROUTERS = (
    static_files.router,
    *(
        module.router
        for module in (
            front, health, sign_in, account, accounts, unsubscribe, work, report, acts, links,
            items, evidence, boards, difficulties, search, calendars, overdue, verify, preview,
            register, overview, digests, plan, people, holding_dates, committees,
            programmes, channels, settings, audit, office, webhooks, api, metrics, tokens, views,
        )
    ),
)  # fmt: skip
