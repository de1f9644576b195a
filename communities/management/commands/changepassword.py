import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from communities.actor import system_actor
from communities.errors import HubError
from communities.models import Staff
from communities.services.passwords import first_password
from communities.services.staff import reset_password


class Command(BaseCommand):
    """The way back for a security administrator nobody else can let in; noted like any reset."""

    help = "为一个账号重置口令，只显示一次。 A first password again, shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", metavar="USER", help="账号")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        staff = Staff.objects.filter(username=str(options["username"])).first()
        if staff is None:
            raise CommandError("没有这个账号。 There is no such account.")
        password = first_password()
        try:
            reset_password(staff=staff, new=password, actor=system_actor("changepassword"))
        except HubError as error:
            raise CommandError(f"{error.zh} {error.en}") from error
        if options["json"]:
            self.stdout.write(json.dumps({"user": staff.username, "password": password}))
            return
        self.stdout.write(f"账号 {staff.username}　初始口令 {password}")
        self.stdout.write("口令只显示这一次，下次登录时须由本人修改。")
