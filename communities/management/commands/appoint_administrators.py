import json
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.actor import system_actor
from communities.errors import HubError
from communities.permissions import ROLE_LABELS
from communities.prefixes import code_of
from communities.services.administrators import Appointed, appoint_administrators

PARTS = (
    ("--system", "SYSADM", "系统管理员：区划、外部系统"),
    ("--security", "SECADM", "安全管理员：账号、任职、密钥"),
    ("--audit", "AUDIT", "审计员：查看访问记录"),
)


class Command(BaseCommand):
    """The first accounts of an empty hub; refused once there are administrators."""

    help = "任命系统、安全、审计三员，只能做一次。 Appoint the three administrators, once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for flag, role, help_text in PARTS:
            parser.add_argument(
                flag, required=True, nargs=2, metavar=("USER", "NAME"), dest=role, help=help_text
            )
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        people = {role: pair(options[role]) for _flag, role, _help in PARTS}
        try:
            appointed = appoint_administrators(
                people=people,
                area=code_of(settings.HUB_CITY_PREFIX),
                today=timezone.localdate(),
                actor=system_actor("appoint_administrators"),
            )
        except HubError as error:
            raise CommandError(f"{error.zh} {error.en}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"logins": logins(appointed)}, ensure_ascii=False))
            return
        for one in appointed:
            self.stdout.write(
                f"{ROLE_LABELS[one.role][0]} {one.staff.name}：账号 {one.staff.username}"
                f"　初始口令 {one.password}"
            )
        self.stdout.write("口令只显示这一次，首次登录时须由本人修改。")


def pair(told: object) -> tuple[str, str]:
    username, name = told if isinstance(told, list) else ("", "")
    return str(username), str(name)


def logins(appointed: list[Appointed]) -> dict[str, dict[str, str]]:
    return {one.role: {"user": one.staff.username, "password": one.password} for one in appointed}
