import json
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.actor import Actor, actor_of
from communities.errors import HubError
from communities.models import Staff
from hub.services.sheet_import import SheetTaken, summary
from hub.services.uploads import take_file


class Command(BaseCommand):
    help = "导入一个社区的花名册工作簿，未导入的行写回一个工作簿。 Import a roster workbook."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--community", required=True, metavar="CODE", help="社区代码（12位）")
        parser.add_argument("--as", required=True, dest="user", metavar="USER", help="导入人的账号")
        parser.add_argument("--out", type=Path, metavar="FILE.xlsx", help="未导入行的工作簿")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        if not path.is_file():
            raise CommandError(f"找不到文件 {path.name}。 No such file.")
        now = timezone.localtime()
        try:
            taken = take_file(
                filename=path.name,
                content=path.read_bytes(),
                community=str(options["community"]),
                actor=actor_named(str(options["user"])),
                today=now.date(),
            )
        except HubError as error:
            raise CommandError(f"{error.zh} {error.en}") from error
        out = (
            options["out"] or settings.HUB_VAR / "refused" / f"{path.stem}-{now:%Y%m%d-%H%M%S}.xlsx"
        )
        refused_file = write_refused(taken, Path(str(out)))
        if options["json"]:
            told = {**taken.counts(), "refused_file": refused_file}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(summary(taken))
        if refused_file:
            self.stdout.write(f"未导入的行：{refused_file}")


def actor_named(username: str) -> Actor:
    staff = Staff.objects.filter(username=username, is_active=True).first()
    if staff is None:
        raise CommandError("没有这个账号或账号已停用。 No such account.")
    return actor_of(staff)


def write_refused(taken: SheetTaken, out: Path) -> str:
    """The path of the workbook; "" when every row has entered."""
    if not taken.refused and not taken.questioned:
        return ""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(taken.workbook)
    out.chmod(0o600)
    return str(out)
