"""What every route answers to whom. A route that is not written here fails the test that reads this."""

from dataclasses import dataclass, field
from typing import Any

from tests.web.place import OTHER, OWN, TODAY, TOWNSHIP, VILLAGE

OWN_CLERK, OTHER_CLERK = "wenshu201", "wenshu202"
REVIEWER, APPROVER, OFFICE, OTHER_OFFICE = "shenhe", "qianfa", "yingjiban", "lingxiang"
VIEWER, ADMIN, AUDITOR = "chakan", "guanli", "shenji"
PERSONAS = (
    OWN_CLERK,
    OTHER_CLERK,
    REVIEWER,
    APPROVER,
    OFFICE,
    OTHER_OFFICE,
    VIEWER,
    ADMIN,
    AUDITOR,
)
SIGNED_IN = frozenset(PERSONAS)
SIGHTED = SIGNED_IN - {ADMIN}
READERS = SIGHTED - {OTHER_CLERK, OTHER_OFFICE}
INNER = READERS - {VIEWER, AUDITOR}
"""Who may read telephones and other restricted lists."""
WRITERS = frozenset({OWN_CLERK, OFFICE})
SENDERS = frozenset({OWN_CLERK, OTHER_CLERK, OFFICE, OTHER_OFFICE})
"""Who uploads plans somewhere."""
KEEPERS = frozenset({OFFICE, ADMIN})
SITE_KEEPERS = frozenset({ADMIN})
"""Who keeps what holds for the whole site; the place this one serves is the county, its administrator is there."""


@dataclass(frozen=True, slots=True)
class Call:
    """One route called so that the right alone decides. ``opens``: who is let through, to ``status``."""

    path: str
    opens: frozenset[str] = SIGNED_IN
    status: int = 200
    form: dict[str, str] | None = None
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    json: Any = None
    others: int = 403
    page: bool = True
    """Whether it answers with an HTML page."""


PLAN = f"/plans/{VILLAGE}/flood"
API = f"/api{PLAN}"
SCAN = b"%PDF-1.4\n% a scan\n%%EOF\n"
ORDER = {"from": "2026-05-06", "order": "沈政文〔2026〕12号"}
DECIDED = {"from": "2026-05-06", "decided_by": "石槽集乡人民政府"}
CLERK = "/people/wenshu202"
NOTHING = {"none": ("", b"")}


def routes_of(digest: str) -> dict[tuple[str, str], Call]:
    """Every route; ``digest``: that of the draft, the village's second upload."""
    return {**_pages(), **_files(), **_interface(digest), **_posts(digest)}


def _pages() -> dict[tuple[str, str], Call]:
    found = {
        "/home": Call("/home", SIGHTED - {VIEWER, AUDITOR}, others=303),
        "/password": Call("/password"),
        "/coverage": Call("/coverage", SIGHTED),
        "/coverage/cell/{unit}/{kind}": Call(f"/coverage/cell/{VILLAGE}/flood", READERS),
        "/coverage/trend": Call("/coverage/trend", SIGHTED),
        "/plans": Call("/plans?q=防汛", SIGHTED),
        "/upload": Call("/upload", SENDERS),
        "/upload/{run}": Call("/upload/99", status=404),
        "/plans/{unit}/{kind}/check": Call(f"{PLAN}/check?held={'0' * 64}", WRITERS, 400),
        "/lists": Call("/lists"),
        "/plans/{unit}/{kind}": Call(PLAN, READERS),
        "/plans/{unit}/{kind}/read": Call(f"{PLAN}/read", READERS),
        "/plans/{unit}/{kind}/diff": Call(f"{PLAN}/diff?old=1&new=2", READERS),
        "/plans/{unit}/{kind}/review": Call(f"{PLAN}/review", READERS),
        "/plans/{unit}/{kind}/confirm": Call(f"{PLAN}/confirm", READERS),
        "/plans/{unit}/{kind}/printing": Call(f"{PLAN}/printing", READERS),
        "/plans/{unit}/{kind}/copies": Call(f"{PLAN}/copies", READERS),
        "/plans/{unit}/{kind}/readiness": Call(f"{PLAN}/readiness", INNER),
        "/plans/{unit}/{kind}/record": Call(f"{PLAN}/record", WRITERS),
        "/plans/{unit}/{kind}/correct": Call(f"{PLAN}/correct", frozenset({OFFICE, APPROVER})),
        "/plans/{unit}/{kind}/major": Call(f"{PLAN}/major", frozenset({OFFICE})),
        "/plans/{unit}/{kind}/fill": Call(f"{PLAN}/fill", WRITERS),
        "/plans/{unit}/{kind}/fill/{part}": Call(f"{PLAN}/fill/3", WRITERS),
        "/plans/{unit}/{kind}/fill/review": Call(f"{PLAN}/fill/review", WRITERS),
        "/approve": Call("/approve"),
        "/recall": Call("/recall", SIGHTED),
        "/volume": Call(f"/volume?under={VILLAGE}", READERS),
        "/volume/{run}": Call("/volume/99", status=404),
        "/registers": Call("/registers"),
        "/units": Call("/units"),
        "/units/import": Call("/units/import", KEEPERS | {OTHER_OFFICE}),
        "/units/{unit}": Call(f"/units/{VILLAGE}", READERS | {ADMIN}),
        "/requirements": Call("/requirements"),
        "/exemptions": Call("/exemptions"),
        "/basis": Call("/basis"),
        "/basis/import": Call("/basis/import", SITE_KEEPERS),
        "/basis/{document}": Call("/basis/CN-A"),
        "/calendar": Call("/calendar?year=2026"),
        "/calendar/import": Call("/calendar/import", SITE_KEEPERS),
        "/policy": Call("/policy"),
        "/people": Call("/people", SITE_KEEPERS),
        "/people/{login}": Call(CLERK, SITE_KEEPERS),
        "/people/{login}/handover": Call(f"{CLERK}/handover", SITE_KEEPERS),
        "/people/{login}/tokens": Call(f"{CLERK}/tokens", SITE_KEEPERS | {OTHER_CLERK}),
        "/ledger": Call("/ledger", frozenset({AUDITOR})),
        "/system": Call("/system?check=yes", frozenset({ADMIN, AUDITOR})),
        "/api-docs": Call("/api-docs", frozenset({ADMIN, AUDITOR})),
    }
    return {("GET", path): call for path, call in found.items()}


def _files() -> dict[tuple[str, str], Call]:
    """What a page hands out that is not a page."""
    found = {
        "/plans/{unit}/{kind}/print": Call(f"{PLAN}/print", INNER, page=False),
        "/plans/{unit}/{kind}/copies/{number}/{copy}/print": Call(
            f"{PLAN}/copies/1/1/print", INNER, page=False
        ),
        "/plans/{unit}/{kind}/files/{file_id}": Call(f"{PLAN}/files/1", INNER, page=False),
        "/lists/{name}/file": Call("/lists/contacts/file", SENDERS | {REVIEWER, APPROVER}, page=False),
        "/plans/{unit}/{kind}/template.xlsx": Call(f"{PLAN}/template.xlsx", READERS, page=False),
        "/plans/{unit}/{kind}/template.docx": Call(f"{PLAN}/template.docx", READERS, page=False),
        "/plans/{unit}/{kind}/fill/preview": Call(f"{PLAN}/fill/preview", WRITERS, page=False),
        "/coverage/trend.svg": Call("/coverage/trend.svg", SIGHTED, page=False),
        "/coverage/file/{face}": Call("/coverage/file/csv", SIGHTED, page=False),
        "/recall/{shape}": Call("/recall/csv", SIGHTED, page=False),
        "/volume/{run}/file": Call("/volume/99/file", status=404, page=False),
        "/ledger/file": Call("/ledger/file", frozenset({AUDITOR}), page=False),
        "/schema": Call("/schema", page=False),
        "/schema/{path}": Call("/schema/elements", status=404, page=False),
    }
    return {("GET", path): call for path, call in found.items()}


def _posts(digest: str) -> dict[tuple[str, str], Call]:
    """In an order in which each can still be done; those at the end close what the others need."""
    version = {"number": "2", "digest": digest}
    mark = {"do": "store", "on": "2026-05-06", "by_name": "张三", "reason": "响应分级调整"}
    file = {"file": ("预案.json", b"{}")}
    found = {
        "/approve": Call("/approve", status=400, form={}),
        "/coverage/cell/{unit}/{kind}/reminders": Call(
            f"/coverage/cell/{OTHER}/flood/reminders",
            frozenset({OFFICE, REVIEWER, APPROVER}),
            303,
            form={"whom": "孙文书", "way": "phone"},
        ),
        "/plans/{unit}/{kind}/fill/{part}": Call(f"{PLAN}/fill/3", WRITERS, form={"end": "end"}),
        "/plans/{unit}/{kind}/fill/review": Call(f"{PLAN}/fill/review", WRITERS, form={}),
        "/plans/{unit}/{kind}/fill/discard": Call(f"{PLAN}/fill/discard", WRITERS, 303, form={}),
        "/lists/{name}": Call("/lists/basis", SITE_KEEPERS, 422, form={}, files=file),
        "/lists/{name}/marked": Call("/lists/basis/marked", SITE_KEEPERS, 400, form={"held:file": "0" * 64}),
        "/upload": Call("/upload", SENDERS, 303, form={"kind": "flood"}, files=file),
        "/volume": Call("/volume", status=400, form={"under": VILLAGE, "kind": "flood", "shape": "rar"}),
        "/upload/{run}/{number}": Call("/upload/99/1", status=404, form={}),
        "/plans/{unit}/{kind}/check": Call(f"{PLAN}/check", WRITERS, form={}, files=file),
        "/plans/{unit}/{kind}/store": Call(f"{PLAN}/store", WRITERS, 400, form={"held:file": "0" * 64}),
        "/plans/{unit}/{kind}/marked": Call(f"{PLAN}/marked", WRITERS, 400, form={"held:file": "0" * 64}),
        "/plans/{unit}/{kind}/upload": Call(f"{PLAN}/upload", WRITERS, 422, form={}, files=file),
        "/plans/{unit}/{kind}/attachments": Call(
            f"{PLAN}/attachments",
            WRITERS,
            303,
            form={"type": "other", "number": "2"},
            files={"file": ("x.pdf", SCAN)},
        ),
        "/plans/{unit}/{kind}/copies": Call(
            f"{PLAN}/copies", WRITERS, 303, form={"number": "1", "edition": "full", "holders": "派出所"}
        ),
        "/plans/{unit}/{kind}/copies/ends": Call(
            f"{PLAN}/copies/ends",
            WRITERS,
            303,
            form={"number": "1", "copy-1": "yes", "outcome": "returned", "by_name": "张三"},
        ),
        "/plans/{unit}/{kind}/correct": Call(
            f"{PLAN}/correct",
            frozenset({OFFICE, APPROVER}),
            303,
            form={"number": "1", "doc_no": "石政〔2026〕6号", "reason": "笔误"},
        ),
        "/plans/{unit}/{kind}/readiness": Call(
            f"{PLAN}/readiness", WRITERS, 303, form={"do": "drill", "on": TODAY.isoformat()}
        ),
        "/plans/{unit}/{kind}/record": Call(
            f"{PLAN}/record", WRITERS, 422, form={"signer_name": ""}, files={"scan": ("x.pdf", SCAN)}
        ),
        "/plans/{unit}/{kind}/major": Call(
            f"{PLAN}/major", frozenset({OFFICE}), 303, form={"number": "1", **mark}
        ),
        "/plans/{unit}/{kind}/review": Call(
            f"{PLAN}/review", frozenset({REVIEWER}), 422, form={"do": "pass", **version}
        ),
        "/plans/{unit}/{kind}/moves": Call(
            f"{PLAN}/moves", WRITERS, 303, form={"move": "withdraw", **version}
        ),
        "/basis": Call("/basis", SITE_KEEPERS, 303, form={"id": "CN-B", "title": "新办法"}),
        "/basis/import": Call(
            "/basis/import", SITE_KEEPERS, form={"listing": "id,title\nCN-C,又一件\n"}, files=NOTHING
        ),
        "/basis/{document}": Call("/basis/CN-A", SITE_KEEPERS, 303, form=mark),
        "/calendar": Call("/calendar", SITE_KEEPERS, 303, form={"date": "2031-01-02", "workday": "0"}),
        "/calendar/import": Call(
            "/calendar/import", SITE_KEEPERS, form={"listing": "date,workday\n2031-01-03,0\n"}, files=NOTHING
        ),
        "/policy": Call(
            "/policy",
            KEEPERS,
            303,
            form={"key": "due_soon_days", "value": "9", "under": TOWNSHIP, **DECIDED},
        ),
        "/requirements": Call(
            "/requirements",
            frozenset({OFFICE}),
            303,
            form={"unit": VILLAGE, "kind": "fire", "basis": "消防法", **DECIDED},
        ),
        "/requirements/defaults": Call(
            "/requirements/defaults", frozenset({OFFICE}), 303, form={"unit": TOWNSHIP, **DECIDED}
        ),
        "/requirements/{row}/end": Call(
            "/requirements/1/end", frozenset({OFFICE}), 303, form={"until": "2026-12-31"}
        ),
        "/exemptions": Call(
            "/exemptions",
            frozenset({OFFICE, APPROVER}),
            303,
            form={
                "unit": OTHER,
                "kind": "flood",
                "reason": "由乡级覆盖",
                "approver": "周乡长",
                "from": "2026-01-01",
            },
        ),
        "/exemptions/{row}/end": Call(
            "/exemptions/1/end", frozenset({OFFICE, APPROVER}), 303, form={"until": "2026-12-31"}
        ),
        "/units": Call(
            "/units",
            KEEPERS,
            303,
            form={
                "code": "411624201240",
                "name": "新营村民委员会",
                "kind": "village",
                "under": TOWNSHIP,
                **ORDER,
            },
        ),
        "/units/import": Call(
            "/units/import",
            KEEPERS,
            form={"listing": f"code,name,level,parent\n411624201250,陈楼村民委员会,5,{TOWNSHIP}\n"},
            files=NOTHING,
        ),
        "/units/{unit}/roster": Call(
            f"/units/{VILLAGE}/roster",
            WRITERS,
            303,
            form={"post": "主要负责人", "name": "孙新", "from": "2026-05-06"},
        ),
        "/units/{unit}/changes": Call(
            f"/units/{VILLAGE}/changes",
            KEEPERS,
            303,
            form={"do": "rename", "name": "徐营新村民委员会", **ORDER},
        ),
        "/people": Call(
            "/people",
            SITE_KEEPERS,
            form={"login": "xinren", "name": "新人", "role": "clerk", "unit": VILLAGE},
        ),
        "/people/{login}/code": Call(f"{CLERK}/code", SITE_KEEPERS, form={}),
        "/people/{login}/grants": Call(
            f"{CLERK}/grants", SITE_KEEPERS, 303, form={"role": "head", "unit": OTHER}
        ),
        "/people/{login}/revoke": Call(
            f"{CLERK}/revoke", SITE_KEEPERS, 303, form={"role": "head", "unit": OTHER, "from": "2026-05-07"}
        ),
        "/people/{login}/handover": Call(
            f"{CLERK}/handover", SITE_KEEPERS, 303, form={"to": "zhuren201", "on": "2026-05-07"}
        ),
        "/people/{login}/tokens": Call(f"{CLERK}/tokens", frozenset(), form={}),
        "/people/{login}/tokens/end": Call(
            f"{CLERK}/tokens/end", SITE_KEEPERS | {OTHER_CLERK}, 404, form={"token": "99"}
        ),
        "/people/{login}/off": Call(f"{CLERK}/off", SITE_KEEPERS, 303, form={}),
        "/plans": Call("/plans", SIGHTED, form={"q": "138 0000 0000"}),
        "/password": Call("/password", frozenset(), 303, form={"old": OWN, "new": OWN, "again": OWN}),
        "/sign-out": Call("/sign-out", status=303, form={}),
    }
    return {("POST", path): call for path, call in found.items()}


def _interface(digest: str) -> dict[tuple[str, str], Call]:
    versions = f"{API}/versions"
    gets = {
        "/api/units": Call("/api/units", SIGHTED),
        "/api/schemas": Call("/api/schemas"),
        "/api/schemas/{family}/{version}": Call("/api/schemas/village/1.0"),
        "/api/coverage": Call("/api/coverage", SIGHTED),
        "/api/coverage/totals": Call("/api/coverage/totals", SIGHTED),
        "/api/recall": Call("/api/recall", SIGHTED),
        "/api/ledger": Call("/api/ledger", frozenset({AUDITOR})),
        "/api/plans": Call("/api/plans", SIGHTED),
        "/api/plans/{unit}/{kind}": Call(API, READERS),
        "/api/plans/{unit}/{kind}/copies": Call(f"{API}/copies", READERS),
        "/api/plans/{unit}/{kind}/example": Call(f"{API}/example"),
        "/api/plans/{unit}/{kind}/files/{file_id}": Call(f"{API}/files/1", INNER),
        "/api/plans/{unit}/{kind}/print": Call(f"{API}/print", INNER),
        "/api/plans/{unit}/{kind}/versions": Call(versions, READERS),
        "/api/plans/{unit}/{kind}/versions/{number}": Call(f"{versions}/1", READERS),
        "/api/plans/{unit}/{kind}/versions/{number}/document": Call(f"{versions}/1/document", READERS),
        "/api/plans/{unit}/{kind}/versions/{number}/print": Call(f"{versions}/1/print", INNER),
        "/api/plans/{unit}/{kind}/versions/{number}/copies/{copy}/print": Call(
            f"{versions}/1/copies/1/print", INNER
        ),
        "/api/plans/{unit}/{kind}/versions/{old}/diff/{new}": Call(f"{versions}/1/diff/2", READERS),
    }
    posts = {
        "/api/plans/{unit}/{kind}/fill/{part}": Call(f"{API}/fill/3", WRITERS, 200, form={"end": "end"}),
        "/api/plans/{unit}/{kind}/versions": Call(versions, WRITERS, 422, json={}),
        "/api/plans/{unit}/{kind}/versions/{number}/attachments": Call(
            f"{versions}/2/attachments",
            WRITERS,
            201,
            form={"type": "other"},
            files={"file": ("y.pdf", SCAN + b"%")},
        ),
        "/api/plans/{unit}/{kind}/versions/{number}/copies": Call(
            f"{versions}/1/copies", WRITERS, 201, json={"holders": ["卫生院"], "edition": "full"}
        ),
        "/api/plans/{unit}/{kind}/versions/{number}/copies/ends": Call(
            f"{versions}/1/copies/ends",
            WRITERS,
            json={"copies": [2], "outcome": "returned", "by_name": "张三"},
        ),
        "/api/plans/{unit}/{kind}/versions/{number}/moves": Call(
            f"{versions}/2/moves", WRITERS, json={"move": "submit", "digest": digest}
        ),
    }
    return {
        **{("GET", path): call for path, call in gets.items()},
        **{("POST", path): call for path, call in posts.items()},
    }
