from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from communities.access import EVERYWHERE
from communities.api.endpoint import Endpoint
from communities.api.paging import CURSOR, LIMIT, Page
from communities.errors import Invalid
from communities.models import Area
from communities.models.area import Level
from communities.permissions import Permission
from communities.selectors.areas import area_with, areas_within

SHOWN = ("code", "name", "short_name", "level", "parent_code", "valid_from", "valid_to",
         "replaced_by", "vanished")  # fmt: skip

UNDER = OpenApiParameter("under", str, description="上级区划代码 (code of the area above)")
LEVEL = OpenApiParameter("level", str, enum=Level.values, description="层级 (level of the area)")


class AreaOut(serializers.ModelSerializer):
    parent_code = serializers.CharField(source="parent_id", allow_null=True)
    vanished = serializers.SerializerMethodField()

    class Meta:
        model = Area
        fields = SHOWN

    def get_vanished(self, area: Area) -> bool:
        return area.vanished_at is not None


class AreaPage(serializers.Serializer):
    items = AreaOut(many=True)
    cursor = serializers.CharField(allow_null=True)
    more = serializers.BooleanField()


class Areas(Endpoint):
    """The area tree in code order; `?under=` an area's code, itself and all below it.

    One that has ended stays with the code that replaces it.
    """

    needs = {"GET": Permission.AREA_SEE}
    takes = (UNDER, LEVEL, LIMIT, CURSOR)
    words = (
        "区划树，按代码排列；`?under=` 某个区划代码，给出它本身和它以下的区划。"
        "已停用的保留，并写明由何代码替代。"
    )

    @extend_schema(responses=AreaPage)
    def get(self, request: Request) -> Response:
        page = Page.asked(request)
        told = request.GET.get("under", "")
        under = (area_with(told).prefix,) if told else EVERYWHERE
        areas = areas_within(under, level=asked_level(request), replaced_too=True)
        if page.after:
            areas = areas.filter(prefix__gt=str(page.after[0]))
        rows = list(areas[: page.size + 1])
        return Response(
            page.answer(list(AreaOut(rows, many=True).data), [(a.prefix,) for a in rows])
        )


def asked_level(request: Request) -> str:
    """`?level=` of the tree, or "" for every level. Raises Invalid for a word that is none."""
    level = request.GET.get("level", "")
    if level and level not in Level.values:
        raise Invalid(
            f"level 只能是 {'、'.join(Level.values)}。",
            f"level is one of {', '.join(Level.values)}.",
            fields={"level": "choice"},
        )
    return level
