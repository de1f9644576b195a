"""People of the tests of the console, told through the door by the systems that own the facts."""

import re
from datetime import date

from communities.actor import system_actor
from communities.rowscope import every_row
from hub.cleaning import check_digit
from hub.models import Resident
from hub.services.intake import Observation, take_in
from tests.communities.make import JIANGTENG, make_area

RANDOM_KEY = re.compile(r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Za-z0-9]{64})\b")
TODAY = date(2026, 11, 23)
DOOR = system_actor("test")
ADDRESS = "江腾小区3栋2单元501"
# What the counter asks for the subsidy, as a clerk types it.
ANSWERS = {
    "claim_from": "2026-07",
    "claim_to": "2026-09",
    "work_place": "江腾菜场",
    "monthly_income": "3200",
}


def without_keys(page: str) -> str:
    """A page or address without the random keys of its rows and forms, which hold any digits."""
    return RANDOM_KEY.sub("", page)


def an_id(birth: str = "19810315", order: int = 246) -> str:
    first = f"420190{birth}{order:03d}"
    return first + check_digit(first)


def tell(
    source: str, said: dict, *, creates: bool = False, community: str = JIANGTENG, key: str = ""
):
    with every_row():
        return take_in(
            [Observation(said, key=key, community=community, version="1" if key else "")],
            source=source, actor=DOOR, creates=creates, today=TODAY,
        )  # fmt: skip


def make_person(
    name: str = "赵玉兰", *, birth: str = "19810315", order: int = 246,
    community: str = JIANGTENG, address: str = ADDRESS, household: str = "H1", **said: object,
) -> Resident:  # fmt: skip
    """A person registered in the district and living at the address."""
    make_area(community)
    number = an_id(birth, order)
    told = {
        "id_type": "111", "id_number": number, "name": name, "hukou_division": "420105000000",
        "hukou_address": f"湖北省武汉市汉阳区{address}", "address": address,
        "household_key": household, **said,
    }  # fmt: skip
    tell("PSB_HJ", told, creates=True, community=community)
    return Resident.objects.get(name=name, id_number_mask__endswith=number[-4:])


def make_zhao(**employment: object) -> Resident:
    """Zhao: 45, flexibly employed, difficulty recognised, pension and medical insurance paid."""
    person = make_person(relation_to_head="01", hukou_type="11", education_level="60")
    number = an_id()
    tell("COUNTER", {"id_number": number, "mobile": "13812341234"})
    tell("EMP", {
        "id_number": number, "emp_status": "1", "emp_form": "022",
        "emp_cert_no": "4201900011223344",
        "emp_diff_type": "050", "emp_diff_date": "2025-03-01", "emp_diff_valid_to": "2028-02-28",
        "emp_flex_start": "2024-05-01", "emp_flex_content": "家政服务", "emp_subsidy_used": "8",
        **employment,
    }, key="emp")  # fmt: skip
    tell("SI", {
        "id_number": number, "si_pension_type": "110", "si_flexible": "1", "si_pension_pay": "1",
        "si_pension_last": "202610", "si_pension_base": "4494.00", "si_unemp_benefit": "10",
        "bank_account": "6217001234567890123", "bank_name": "中国建设银行",
        "retire_age_category": "F55",
    }, key="si")  # fmt: skip
    tell(
        "HSA",
        {"id_number": number, "mi_type": "310", "mi_status": "1", "mi_flexible": "1"},
        key="hsa",
    )
    return Resident.objects.get(pk=person.pk)
