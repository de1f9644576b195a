"""The people at work of the demo and the downstream system that reads."""

from dataclasses import dataclass
from datetime import date

from communities.actor import system_actor
from communities.models import Consumer, Staff
from communities.permissions import ROLES
from communities.services.consumers import grant_key, revoke_key
from communities.services.passwords import first_password
from communities.services.staff import hire, post
from config.demo.stage import JIANGTENG, STREET, Stage

SINCE = date(2026, 1, 1)
STREET_CODE, DISTRICT_CODE, CITY_CODE = f"{STREET}000", "420105000000", "420100000000"
ACTOR = system_actor("demo")
READER = "街道数据看板（演示）"
READABLE = (
    "name", "sex", "birth_date", "id_number", "mobile", "hukou_division", "hukou_address",
    "residence_address", "residence_type", "community_code", "street_code", "alive_status",
    "record_status", "emp_status", "emp_form", "ed_stage", "si_pension_status", "mi_status",
    "mi_type", "rt_status",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One account: what the demo calls it, who holds it, and where they are posted."""

    key: str
    username: str
    name: str
    postings: tuple[tuple[str, str, str], ...]


PARTS = (
    Part("GRID", "wangge", "王小格", (("GRID", JIANGTENG, ""), ("CLERK", JIANGTENG, ""))),
    Part("CLERK", "chuangkou", "陈窗", (("CLERK", JIANGTENG, ""),)),
    Part("SEC", "shuji", "李书记", (("SEC", JIANGTENG, ""),)),
    Part("STREET_LINE", "laodong", "周劳动", (("STREET_LINE", STREET_CODE, "labour"),)),
    Part("STREET_HEAD", "jiedao", "赵街道", (("STREET_HEAD", STREET_CODE, ""),)),
    Part("DISTRICT", "quji", "孙区级", (("DISTRICT", DISTRICT_CODE, "labour"),)),
    Part("SYSADM", "xitong", "吴系统", (("SYSADM", CITY_CODE, ""),)),
    Part("SECADM", "anquan", "郑安全", (("SECADM", CITY_CODE, ""),)),
    Part("AUDIT", "shenji", "冯审计", (("AUDIT", CITY_CODE, ""),)),
)


def make_staff(stage: Stage) -> None:
    """Every role once; an account that is there keeps its password."""
    for part in PARTS:
        if part.key not in stage.state.logins or not known(part.username):
            open_account(stage, part)
    stage.tell(f"{len(PARTS)} 个账号：" + "、".join(part.name for part in PARTS))


def known(username: str) -> bool:
    return Staff.objects.filter(username=username).exists()


def open_account(stage: Stage, part: Part) -> None:
    password = first_password()
    staff = Staff.objects.filter(username=part.username).first()
    if staff is None:
        staff = hire(username=part.username, name=part.name, password=password, actor=ACTOR)
    else:
        staff.set_password(password)
        staff.save(update_fields=["password"])
    for role, area, line in part.postings:
        post(staff=staff, area=area, role=role, line=line, starts_on=SINCE, actor=ACTOR)
    stage.state.logins[part.key] = {"user": part.username, "password": password}
    stage.file.save()


def make_reader(stage: Stage) -> None:
    """One key of a downstream system, for named fields of the street."""
    for consumer in Consumer.objects.filter(name=READER, revoked_at=None):
        revoke_key(consumer=consumer, actor=ACTOR)
    made = grant_key(
        name=READER, fields=READABLE, areas=[STREET_CODE], purpose="P08", starts_on=SINCE,
        actor=ACTOR, rights=sorted(ROLES["FEED"]), basis="演示授权",
    )  # fmt: skip
    stage.state.api = {
        "key": made.key, "fields": list(READABLE), "areas": [STREET_CODE], "purpose": "P08",
    }  # fmt: skip
    stage.file.save()
