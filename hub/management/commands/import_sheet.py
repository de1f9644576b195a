import json
import os
import tempfile
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.actor import Actor, actor_of
from communities.errors import HubError
from communities.files_out import require_writable, write_file
from communities.models import Staff
from hub.services.sheet_import import SheetTaken, summary
from hub.services.uploads import take_file
from hub.sheets.errors import SheetRefused
from hub.sheets.packing import MOST_BYTES

LONGEST_NAME = 40  # a name of 255 bytes is all a disk takes


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
            raise CommandError(f"找不到文件 {readable_name(path)}。 No such file.")
        now = timezone.localtime()
        try:
            if options["out"]:
                require_writable(Path(str(options["out"])))
            taken = take_file(
                filename=readable_name(path),
                content=content_of(path),
                community=str(options["community"]),
                actor=actor_named(str(options["user"])),
                today=now.date(),
            )
            out = Path(str(options["out"])) if options["out"] else None
            refused_file = write_refused(taken, out or place_for(path, now)) if held(taken) else ""
        except HubError as error:
            raise CommandError(f"{error.zh} {error.en}") from error
        if options["json"]:
            told = {**taken.counts(), "refused_file": refused_file}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(summary(taken))
        if refused_file:
            self.stdout.write(f"未导入的行：{refused_file}")


def readable_name(path: Path) -> str:
    """The file's name as text; a name in another encoding keeps what can be read of it."""
    return os.fsencode(path.name).decode("utf-8", "replace")


def content_of(path: Path) -> bytes:
    """Raises SheetRefused for a file that is larger than anything a workbook may unpack to."""
    if path.stat().st_size > MOST_BYTES:
        raise SheetRefused("too_large")
    try:
        return path.read_bytes()
    except OSError as trouble:
        raise CommandError(f"读不了文件 {readable_name(path)}。 Cannot be read.") from trouble


def place_for(path: Path, now: datetime) -> Path:
    """A name of its own: two imports of one second never write over each other."""
    folder = Path(settings.HUB_VAR) / "refused"
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{Path(readable_name(path)).stem[:LONGEST_NAME]}-{now:%Y%m%d-%H%M%S}"
    handle, place = tempfile.mkstemp(prefix=f"{name}-", suffix=".xlsx", dir=folder)
    os.close(handle)
    return Path(place)


def actor_named(username: str) -> Actor:
    staff = Staff.objects.filter(username=username, is_active=True).first()
    if staff is None:
        raise CommandError("没有这个账号或账号已停用。 No such account.")
    return actor_of(staff)


def held(taken: SheetTaken) -> bool:
    return bool(taken.refused or taken.questioned)


def write_refused(taken: SheetTaken, out: Path) -> str:
    write_file(out, taken.workbook)
    out.chmod(0o600)
    return str(out)
