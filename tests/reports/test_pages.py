"""Pages, files and the API over a street with a month of books."""

import io
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from openpyxl import load_workbook

from communities.actor import actor_of, system_actor
from communities.models import Staff, TrailEvent
from hub.models import SourceState
from reports.models import Submission
from reports.periods import LOCAL
from reports.selectors.overview import overviews
from reports.services.make import freshness, make_run, order_run
from reports.services.open import confirm_area, open_area
from tests.communities.make import make_key, make_worker
from tests.reports.make import (
    BRIDGE,
    NOON,
    OCTOBER,
    OPENED,
    RIVER,
    STREET,
    make_areas,
    make_native,
    make_person,
    make_retiree,
    make_step,
    run_sql,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
R01 = f"/reports/R01/2026-10/{RIVER}"


@pytest.fixture
def street():
    """Everything was written by transaction 10, before every run."""
    make_areas()
    people = [make_native(RIVER), make_native(RIVER, sex="2"), make_retiree(RIVER)]
    left = make_person()
    make_step(left, RIVER, "RES", 1, "opening")
    make_step(left, RIVER, "RES", -1, "leave", on="2026-10-08")
    for report in ("R01", "R03"):
        open_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        confirm_area(report=report, period=OPENED, area=STREET, actor=SYSTEM, now=NOON)
        run = order_run(report=report, period=OCTOBER, area=STREET, actor=SYSTEM)
        make_run(run=run, actor=SYSTEM, now=NOON)
    return [*people, left]


def secretary(client, unit=RIVER):
    client.force_login(make_worker("SEC", unit))
    return client


def test_the_secretary_sees_the_figures_and_one_click(client, street):
    answer = secretary(client).get(R01)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "确认并锁定" in page
    assert "期末户籍人口" in page
    assert f"{R01}/rows/06/total" in page


def test_the_click_locks_the_run_shown(client, street):
    run = Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet.run_id

    answer = secretary(client).post(f"{R01}/confirm", {"run": run}, follow=True)

    assert "已确认锁定" in answer.content.decode()
    assert Submission.objects.get(report="R01", period="2026-10", unit=RIVER).state == "locked"


def test_a_second_click_leads_to_the_sheet_that_is_locked(client, street):
    run = Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet.run_id
    client = secretary(client)
    client.post(f"{R01}/confirm", {"run": run})
    client.get(R01)

    answer = client.post(f"{R01}/confirm", {"run": run}, follow=True)

    assert answer.redirect_chain == [(R01, 302)]
    assert "这一期已经确认锁定。" in answer.content.decode()
    assert Submission.objects.filter(report="R01", period="2026-10", unit=RIVER).count() == 1


def test_nobody_else_is_offered_the_click(client, street):
    for role in ("STREET_HEAD", "STREET_LINE"):
        client.force_login(make_worker(role, STREET))

        page = client.get(R01).content.decode()

        assert "确认并锁定</button>" not in page


def test_the_click_is_not_offered_while_the_month_runs(client, street, monkeypatch):
    before = datetime(2026, 10, 30, 9, tzinfo=LOCAL)
    clock = SimpleNamespace(now=lambda: before, localdate=timezone.localdate)
    monkeypatch.setattr("reports.web.sheets.timezone", clock)

    page = secretary(client).get(R01).content.decode()

    assert "确认并锁定</button>" not in page
    assert "校核全部通过。2026-10 还没有到截止日" in page


def test_a_sheet_not_made_yet_names_its_cut_off_and_a_blocked_one_who_clears_it(client, street):
    stranger = make_person(res=RIVER, division=None)
    make_step(stranger, RIVER, "RES", 1, "arrive", on="2026-10-09")
    client = secretary(client)
    client.post(f"{R01}/remake")

    assert "截止 2027-01-31 24时" in client.get(f"/reports/R01/2027-01/{RIVER}").content.decode()
    assert "由谁处理：社区窗口、社区书记" in client.get(R01).content.decode()


def test_a_secretary_of_elsewhere_sees_nothing(client, street):
    assert secretary(client, BRIDGE).get(R01).status_code == 403


def test_a_stock_opens_to_its_people_and_leaves_a_trail(client, street):
    answer = secretary(client).get(f"{R01}/rows/14/total")

    page = answer.content.decode()
    noted = TrailEvent.objects.get(action="drill")
    assert answer.status_code == 200
    assert page.count("测*") == 3
    assert "测试" not in page
    assert (noted.purpose, sorted(noted.residents)) == ("P04", sorted(street[:3]))


def test_the_names_say_sexes_in_words_and_the_sheet_says_who_confirmed(client, street):
    head = secretary(client)
    names = head.get(f"{R01}/rows/06/total").content.decode()
    run = Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet.run_id
    head.post(f"{R01}/confirm", {"run": run})
    sheet = head.get(R01).content.decode()

    assert "女性" in names
    assert "<td>2</td>" not in names
    assert "由 SEC" not in sheet
    assert f"由 {Staff.objects.get().name} 于" in sheet


def test_the_workbook_names_who_answers_for_it_and_not_the_account(client, street):
    head = secretary(client)
    run = Submission.objects.get(report="R01", period="2026-10", unit=RIVER).sheet.run_id
    head.post(f"{R01}/confirm", {"run": run})

    answer = head.get(f"{R01}/file.xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert sheet["C31"].value == f"负责人：{Staff.objects.get().name}"
    assert sheet["A3"].value is None


@pytest.mark.parametrize("told", ["9" * 30, "²", "9" * 5000])
def test_odd_numbers_in_an_address_break_nothing(client, street, told):
    head = secretary(client)

    assert head.get(f"{R01}/rows/06/total?after={told}").status_code == 200
    assert head.post(f"{R01}/confirm", {"run": told}).status_code in (302, 409)
    assert head.get(R01.replace("2026-10", "9999-12")).status_code == 422


def test_a_column_no_report_has_opens_to_nobody(client, street):
    assert secretary(client).get(f"{R01}/rows/06/zz").status_code == 404


def test_a_column_opens_to_its_own_people_only(client, street):
    page = secretary(client).get(f"{R01}/rows/14/male").content.decode()

    assert page.count("测*") == 1


def test_a_flow_opens_to_its_events(client, street):
    page = secretary(client).get(f"{R01}/rows/12/total").content.decode()

    assert "离开" in page
    assert "2026-10-08" in page


def test_households_and_carried_rows_open_too(client, street):
    client = secretary(client)

    assert client.get(f"{R01}/rows/07/total").status_code == 200
    assert "2026-09" in client.get(f"{R01}/rows/01/total").content.decode()


def test_a_name_is_the_one_of_that_day(client, street):
    run_sql("update hub_resident set name = '改名' where id = %s", street[0])
    run_sql(
        "insert into hub_change (xid, kind, subject_id, category, before, after, source, actor,"
        " effective_date) values ('999999999', 'R', %s, 'core_resident', %s, %s, 'PSB_HJ', 'x',"
        " '2026-11-20')", street[0], '{"name": "旧名"}', '{"name": "改名"}')  # fmt: skip

    page = secretary(client).get(f"{R01}/rows/14/total").content.decode()

    assert "旧*" in page
    assert "改*" not in page


def test_the_street_head_sees_numbers_and_no_names(client, street):
    client.force_login(make_worker("STREET_HEAD", STREET))

    whole = client.get(f"/reports/R01/2026-10/{STREET}/rows/14/total")
    names = client.get(f"{R01}/rows/14/total")
    sheet = client.get(R01).content.decode()

    assert f"{R01}/rows/" not in sheet
    assert f"{R01}/rows/" not in whole.content.decode()
    assert "只看数量" in sheet
    assert whole.status_code == 200
    assert names.status_code == 403


def test_a_sensitive_row_is_hidden_outside_its_line(client, street):
    run_sql("update hub_c08_retiree set rt_care_type = '2' where subject_id = %s", street[2])
    run = order_run(report="R03", period=OCTOBER, area=STREET, actor=SYSTEM)
    make_run(run=run, actor=SYSTEM, now=NOON)
    client.force_login(make_worker("STREET_HEAD", STREET))

    page = client.get(f"/reports/R03/2026-10/{STREET}").content.decode()
    client.force_login(make_worker("STREET_LINE", STREET, "labour"))
    own_line = client.get(f"/reports/R03/2026-10/{STREET}").content.decode()

    assert "&lt;3" in page
    assert "&lt;3" not in own_line


def test_the_list_names_what_is_due_and_whose_turn_it_is(client, street):
    page = secretary(client).get("/reports").content.decode()

    assert "人口月报" in page
    assert "社区书记" in page
    assert "2026-11-04" in page


def test_a_long_list_of_communities_folds_on_a_phone(client, street):
    client.force_login(make_worker("STREET_HEAD", STREET))
    short = client.get("/reports").content.decode()
    make_areas("420105011003", "420105011004")

    long = client.get("/reports").content.decode()

    assert 'class="fold"' not in short
    assert '<details class="fold" open><summary>4 个社区</summary>' in long


def test_the_first_page_has_the_reports(client, street):
    page = secretary(client).get("/").content.decode()

    assert "本期报表" in page
    assert f"/reports/R01/2026-10/{RIVER}" in page


def test_a_report_past_its_day_says_so_until_it_is_locked(street):
    actor = actor_of(make_worker("SEC", RIVER))

    pages = [
        render_to_string(
            "reports/panel.html", {"reports": overviews(actor, NOON, day), "today": day}
        )
        for day in (date(2026, 11, 4), date(2026, 11, 5))
    ]

    assert [page.count("已过期限") for page in pages] == [1, 2]


def test_the_workbook_of_a_street_has_a_sheet_for_each_community(client, street):
    client.force_login(make_worker("STREET_LINE", STREET, "labour"))

    answer = client.get(f"/reports/R01/2026-10/{STREET}/file.xlsx")

    book = load_workbook(io.BytesIO(answer.content))
    first = book.worksheets[0]
    assert len(book.worksheets) == 3
    assert "420105011000_R01_2026-10_v1.xlsx" in answer["Content-Disposition"]
    assert first["A1"].value == "人口月报"
    assert "草稿" in first["A3"].value
    assert first["A11"].value == "06"
    assert first["D11"].value == 3
    assert book.worksheets[1]["A2"].value.endswith(f"（{RIVER}）")


def test_the_workbook_is_a_form_to_print_sign_and_stamp(client, street):
    client.force_login(make_worker("STREET_LINE", STREET, "labour"))

    answer = client.get(f"/reports/R01/2026-10/{STREET}/file.xlsx")

    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    merged = {str(one) for one in sheet.merged_cells.ranges}
    heads = [[cell.value for cell in row] for row in sheet["A4:F5"]]
    units = {sheet.cell(row, 1).value: sheet.cell(row, 3).value for row in range(6, 30)}
    assert heads == [["行号", "指标", "计量单位", "数量", None, None],
                     [None, None, None, "合计", "男", "女"]]  # fmt: skip
    assert {"A1:F1", "A4:A5", "D4:F4"} <= merged
    assert (units["06"], units["07"]) == ("人", "户")
    assert [sheet["A31"].value, sheet["C31"].value] == ["填报人：系统自动生成", "负责人："]
    assert [sheet["A32"].value, sheet["C32"].value] == ["单位（盖章）：", "报送日期："]
    assert sheet.print_area.endswith("$A$1:$F$32")
    assert sheet.print_title_rows == "$4:$5"


def test_the_csv_opens_in_excel(client, street):
    body = secretary(client).get(f"{R01}/file.csv").content

    assert body.startswith(b"\xef\xbb\xbf")
    assert "期末户籍人口".encode() in body


def test_failed_checks_name_their_records(client, street):
    stranger = make_person(res=RIVER, division=None)
    make_step(stranger, RIVER, "RES", 1, "arrive", on="2026-10-09")
    client = secretary(client)

    client.post(f"{R01}/remake")
    page = client.get(R01).content.decode()
    listed = client.get(f"{R01}/checks/4/total").content.decode()

    assert "确认并锁定</button>" not in page
    assert "1 条记录" in page
    assert listed.count("测*") == 1


def test_failed_checks_are_named_in_english_too(client, street):
    stranger = make_person(res=RIVER, division=None)
    make_step(stranger, RIVER, "RES", 1, "arrive", on="2026-10-09")
    client = secretary(client)
    client.post(f"{R01}/remake")
    client.post("/language", {"language": "en", "next": "/"})

    for page in (R01, "/reports", f"{R01}/checks/4/total"):
        shown = client.get(page).content.decode()
        assert "Present = registered and here + registered elsewhere in city" in shown
        assert "居住人口＝" not in shown


def test_a_key_reads_the_figures_of_its_areas(client, street):
    headers = {"Authorization": f"Bearer {make_key(areas=(STREET,))}"}

    listed = client.get("/api/v1/reports", headers=headers)
    one = client.get(f"/api/v1/reports/R01/2026-10/{RIVER}", headers=headers)
    street_figures = client.get(f"/api/v1/reports/R01/2026-10/{STREET}", headers=headers)
    elsewhere = client.get("/api/v1/reports/R01/2026-10/420105012001", headers=headers)

    assert [item["code"] for item in listed.json()["items"]] == ["R01", "R03"]
    assert one.json()["rows"][5]["figures"] == {"total": 3, "male": 1, "female": 2}
    assert one.json()["state"] == "checked"
    assert street_figures.json()["rows"][13]["figures"]["total"] == 3
    assert elsewhere.status_code == 404


def test_trouble_is_told_in_one_sentence(client, street):
    client = secretary(client)

    assert client.get(f"/reports/R99/2026-10/{RIVER}").status_code == 404
    assert client.get(f"/reports/R01/2026-13/{RIVER}").status_code == 422
    assert client.get(f"/reports/R01/2026-12/{RIVER}").status_code == 200


def test_the_head_of_a_street_waits_for_the_communities(client, street):
    client.force_login(make_worker("STREET_HEAD", STREET))
    page = client.get(f"/reports/R01/2026-10/{STREET}").content.decode()
    listed = client.get("/reports").content.decode()
    confirm_area(report="R01", period=OCTOBER, area=STREET, actor=SYSTEM, now=NOON)

    after = client.get(f"/reports/R01/2026-10/{STREET}").content.decode()

    assert "各社区书记" in listed
    assert "确认并锁定</button>" not in page
    assert "确认并锁定</button>" in after


def test_a_run_keeps_the_local_minute_its_sources_were_read(db):
    read = datetime(2026, 11, 1, 0, 5, tzinfo=UTC)
    for source in ("EMP", "COUNTER"):
        SourceState.objects.update_or_create(source=source, defaults={"last_success_at": read})

    assert "COUNTER" not in freshness()
    assert freshness()["EMP"]["last_success_at"] == "2026-11-01 08:05+08:00"
