"""What the hub can say: its fields and its code lists. No person's data."""

from dataclasses import asdict

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from communities.api.endpoint import Call, Endpoint
from communities.errors import NotFound
from communities.permissions import Permission
from hub.dictionary import CATEGORIES, FIELDS
from hub.selectors.codes import code_lists, codes_of


class FieldOut(serializers.Serializer):
    name = serializers.CharField()
    label_zh = serializers.CharField(source="label")
    label_en = serializers.CharField()
    category = serializers.CharField()
    category_label = serializers.SerializerMethodField()
    entity = serializers.CharField()
    type = serializers.CharField()
    code_list = serializers.CharField()
    level = serializers.CharField()
    owner = serializers.CharField()
    direction = serializers.CharField()
    derived = serializers.CharField()
    fresh_months = serializers.IntegerField(allow_null=True)

    def get_category_label(self, declared) -> str:
        return CATEGORIES[declared.category].label


class FieldsOut(serializers.Serializer):
    items = FieldOut(many=True)


class CodeOut(serializers.Serializer):
    code = serializers.CharField()
    label = serializers.CharField()
    label_en = serializers.CharField()


class CodeListOut(serializers.Serializer):
    code_list = serializers.CharField()
    label = serializers.CharField()
    origin = serializers.CharField()
    verification = serializers.CharField()
    codes = CodeOut(many=True)


class CodesOut(serializers.Serializer):
    items = CodeListOut(many=True)


class Fields(Endpoint):
    """The data dictionary: every field with its label, type, level, owner and direction."""

    needs = {"GET": Permission.AREA_SEE}
    words = "数据字典：每个字段的名称、类型、敏感级、归口部门和方向。"

    @extend_schema(responses=FieldsOut)
    def get(self, request: Call) -> Response:
        return Response({"items": FieldOut(FIELDS.values(), many=True).data})


class Codes(Endpoint):
    """Every code list with its values; `?list=` for one."""

    needs = {"GET": Permission.AREA_SEE}
    takes = (OpenApiParameter("list", str, description="代码表名称 (name of one code list)"),)
    words = "全部代码表及其取值；`?list=` 只要一个。"

    @extend_schema(responses=CodesOut)
    def get(self, request: Call) -> Response:
        wanted = request.GET.get("list", "")
        if wanted and wanted not in code_lists():
            raise NotFound("没有这个代码表。", "There is no such code list.")
        lists = [wanted] if wanted else list(code_lists())
        items = [
            {
                **asdict(code_lists()[name]),
                "codes": [asdict(one) for one in codes_of(name).values()],
            }
            for name in lists
        ]
        return Response({"items": items})
