from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.response import Response

from communities import trail
from communities.api.endpoint import Call, Endpoint
from communities.api.paging import CURSOR, asked_size
from communities.openapi import ERROR
from communities.permissions import Permission
from hub.api.json import QuickJson
from hub.selectors.feed import MOST, changes_since

KINDS = (
    "`change` 有变更，`fields` 是新值；`arrived` 进入范围或换了住房、家庭，`fields`"
    " 只有这次变更的值，请按"
    " `resident_id` 再读此人全部；`gone` 离开范围或档案已关闭，请删去；`merged` 已并入"
    " `fields.merged_into`，请删去"
    " (`change`: `fields` are the new values; `arrived`: came into the areas or into another"
    " home or household, `fields` holds this change alone, read the whole person by"
    " `resident_id`; `gone`: left or closed, drop it;"
    " `merged`: became `fields.merged_into`, drop this one)"
)
SEQ = (
    "编号，不是次序：次序是给出的先后 (a number to know an item by; the order is that of the items)"
)
EXPIRED = "游标已失效，请从头读取 (cursor_expired: read again from the beginning)"
CHANGE = {
    "type": "object",
    "required": ["seq", "resident_id", "kind", "fields", "at"],
    "properties": {
        "seq": {"type": "integer", "description": SEQ},
        "resident_id": {"type": "string", "format": "uuid"},
        "kind": {
            "type": "string",
            "enum": ["change", "arrived", "gone", "merged"],
            "description": KINDS,
        },
        "fields": {"type": "object", "additionalProperties": True},
        "at": {"type": "string", "format": "date-time"},
    },
}
PAGE = {
    "type": "object",
    "required": ["items", "cursor", "more"],
    "properties": {
        "items": {"type": "array", "items": CHANGE},
        "cursor": {"type": "string"},
        "more": {"type": "boolean"},
    },
}


class Changes(Endpoint):
    """What has changed since a cursor, in order of commit; keep the cursor of every page.

    At least once, in order per person; a change of a home or household is one item for each of
    its people, with one `seq`. 410 `cursor_expired` after a restore or a changed grant.
    """

    needs = {"GET": Permission.FEED_READ}
    takes = (
        CURSOR,
        OpenApiParameter("limit", int, description=f"每页条数，最多 {MOST} (changes a page)"),
    )
    words = (
        "游标之后的变更，按提交先后排列；请保存每一页给出的游标。每条变更至少给出一次，同一人的按先后；"
        "住房或家庭的变更对其中每个人各给一条，`seq` 相同，去重请用 `seq` 加 `resident_id`；"
        "数据库恢复过或授权范围已变时答 410 `cursor_expired`。"
    )
    renderer_classes = (QuickJson,)

    @extend_schema(
        responses={(200, "application/json"): PAGE, 410: OpenApiResponse(ERROR, EXPIRED)},
    )
    def get(self, request: Call) -> Response:
        size = asked_size(request, MOST, MOST)
        page = changes_since(request.GET.get("cursor", ""), actor=request.actor, size=size)
        trail.note(
            request.actor,
            action="feed",
            purpose=request.actor.purpose,
            residents=page.residents,
            count=len(page.items),
        )
        return Response({"items": page.items, "cursor": page.cursor, "more": page.more})
