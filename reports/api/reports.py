"""Reports over REST: the catalogue, and the figures of one report of one unit."""

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from communities.access import require
from communities.api.endpoint import Endpoint
from communities.permissions import Permission
from communities.selectors.areas import area_with
from reports.catalogue import Definition, definition, definitions
from reports.errors import NotMadeYet
from reports.periods import read_period
from reports.selectors.small import shown_together
from reports.selectors.standing import Standing, blocked, standing_of


class ReportOut(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    title_en = serializers.CharField()
    line = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    period = serializers.CharField(help_text="最近已结束的一期 (the newest ended period)")
    cut_off = serializers.DateField()


class ReportsOut(serializers.Serializer):
    items = ReportOut(many=True)


class IndicatorOut(serializers.Serializer):
    row = serializers.CharField()
    label = serializers.CharField()
    label_en = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    figures = serializers.DictField(
        help_text='列 → 数字、null 或敏感的小数 "<3" (column to number, null, or "<3" if small)'
    )


class FailedOut(serializers.Serializer):
    check = serializers.CharField()
    unit = serializers.CharField()
    column = serializers.CharField()
    records = serializers.IntegerField()


class FiguresOut(serializers.Serializer):
    report = serializers.CharField()
    period = serializers.CharField()
    unit = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField()
    run = serializers.IntegerField(allow_null=True)
    position = serializers.IntegerField(allow_null=True)
    cut_off = serializers.DateField()
    rows = IndicatorOut(many=True)
    checks_failed = FailedOut(many=True)


class Reports(Endpoint):
    """Every report with its newest ended period."""

    needs = {"GET": Permission.REPORT_SEE}
    words = "全部报表，各附最近已结束的一期。"

    @extend_schema(operation_id="reports_list", responses=ReportsOut)
    def get(self, request: Request) -> Response:
        now = timezone.now()
        items = []
        for one in definitions().values():
            period = one.due.last_ended(now)
            items.append(
                {"code": one.code, "title": one.title, "title_en": one.title_en, "line": one.line,
                 "columns": list(one.columns), "period": period.name,
                 "cut_off": one.due.cut_off(period)}
            )  # fmt: skip
        return Response({"items": items})


class ReportOfUnit(Endpoint):
    """The figures of one report of one unit (12-digit code) for one period (2026-10)."""

    needs = {"GET": Permission.REPORT_SEE}
    words = "一张报表一个单位（12 位代码）一期（2026-10）的数字。"

    @extend_schema(responses=FiguresOut)
    def get(self, request: Request, code: str, period: str, unit: str) -> Response:
        asked = definition(code)
        area = area_with(unit)
        actor = request.actor  # type: ignore[attr-defined]  # set by the endpoint
        require(actor, Permission.REPORT_SEE, area=area.code)
        month = read_period(period)
        own, children = standing_of(asked, month.name, area)
        if own.figures is None:
            raise NotMadeYet
        shown, _parts = shown_together(
            asked, actor, area.prefix, own.figures,
            {child.area.code: child.figures for child in children if child.figures},
        )  # fmt: skip
        failed = [
            {"check": one.rule, "unit": one.unit, "column": one.column, "records": one.records}
            for one in blocked(asked, children or [own])
        ]
        return Response(
            {**head_of(asked, month.name, own), "cut_off": asked.due.cut_off(month),
             "rows": rows_of(asked, shown), "checks_failed": failed}
        )  # fmt: skip


def head_of(asked: Definition, period: str, own: Standing) -> dict[str, object]:
    return {
        "report": asked.code, "period": period, "unit": own.area.code, "state": own.state,
        "version": own.version, "run": own.run.pk if own.run else None,
        "position": own.run.position if own.run else None,
    }  # fmt: skip


def rows_of(asked: Definition, shown: dict) -> list[dict[str, object]]:
    return [
        {"row": one.row, "label": one.label, "label_en": one.label_en, "unit": one.unit,
         "figures": shown[one.row]}
        for one in asked.indicators
    ]  # fmt: skip
