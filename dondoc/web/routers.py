"""The list of all routers, whose pages the application serves."""

from dondoc.web.accounts import everybody, own, sign_in
from dondoc.web.acts import acts, cause
from dondoc.web.api import router
from dondoc.web.boards import (
    calls,
    item,
    my_work,
    office,
    overdue,
    overview,
    saved_views,
    search,
    units,
)
from dondoc.web.difficulties import difficulties
from dondoc.web.digest import decide, digest_page, digests
from dondoc.web.digest import figures as digest_figures
from dondoc.web.evaluation import (
    absences,
    assess,
    caps,
    discipline,
    fields,
    grades,
    membership,
    officials,
    open_rounds,
    own_rules,
    proposals,
    ranking,
    rechecks,
    requests,
    round_decisions,
    round_pages,
    rule_sets,
    session_pages,
    session_seats,
    unit_scores,
    what_if,
)
from dondoc.web.evaluation import catalogue as product_catalogue
from dondoc.web.evaluation import changes as evaluation_changes
from dondoc.web.evaluation import everybody as evaluation_list
from dondoc.web.evidence import evidence
from dondoc.web.history import audit
from dondoc.web.integrations import calendars, tokens, webhooks
from dondoc.web.meetings import agenda, changes, conclusions, meeting_files, meetings
from dondoc.web.papers import (
    catalogue,
    digest_files,
    evaluation_dossier,
    evaluation_files,
    returned,
    templates,
    unit_files,
)
from dondoc.web.personal_data import own_file
from dondoc.web.personal_data import requests as file_requests
from dondoc.web.plan import ladder, programme, upload, workbooks
from dondoc.web.reach import channels, settings, unsubscribe
from dondoc.web.reminders import preview, register
from dondoc.web.reports import links, report
from dondoc.web.site import front, health, metrics, static_files
from dondoc.web.staffing import committees, hand_over, holding_dates, people
from dondoc.web.verification import verify

ROUTERS = (
    static_files.router,
    *(
        module.router
        for module in (
            front,
            health,
            sign_in,
            own,
            everybody,
            unsubscribe,
            my_work,
            report,
            acts,
            cause,
            links,
            item,
            evidence,
            units,
            difficulties,
            search,
            calendars,
            overdue,
            calls,
            verify,
            preview,
            register,
            overview,
            digests,
            digest_page,
            decide,
            digest_figures,
            digest_files,
            catalogue,
            returned,
            templates,
            evaluation_dossier,
            evaluation_files,
            rule_sets,
            own_rules,
            product_catalogue,
            session_pages,
            session_seats,
            round_decisions,
            membership,
            grades,
            requests,
            discipline,
            fields,
            open_rounds,
            proposals,
            absences,
            assess,
            round_pages,
            ranking,
            caps,
            unit_scores,
            what_if,
            evaluation_changes,
            evaluation_list,
            officials,
            rechecks,
            unit_files,
            meetings,
            changes,
            agenda,
            meeting_files,
            conclusions,
            upload,
            workbooks,
            hand_over,
            people,
            holding_dates,
            committees,
            ladder,
            programme,
            channels,
            settings,
            own_file,
            file_requests,
            audit,
            office,
            webhooks,
            router,
            metrics,
            tokens,
            saved_views,
        )
    ),
)
