import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from communities.actor import system_actor
from communities.errors import HubError
from communities.services.areas import load_areas


class Command(BaseCommand):
    help = "载入区划树；重复载入不改变任何内容。 Load the area tree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        path = Path(str(options["file"]))
        if not path.is_file():
            raise CommandError(f"找不到文件 {path.name}。 No such file.")
        try:
            loaded = load_areas(path=path, actor=system_actor("load_areas"))
        except HubError as error:
            raise CommandError(f"{error.zh} {error.en}") from error
        except UnicodeDecodeError as error:
            raise CommandError("文件应为 UTF-8 编码。 The file must be UTF-8.") from error
        if options["json"]:
            self.stdout.write(json.dumps(asdict(loaded), ensure_ascii=False))
            return
        self.stdout.write(
            f"读入 {loaded.rows} 行：新增 {loaded.created}，修改 {loaded.changed}，"
            f"未变 {loaded.unchanged}，已从来源消失 {len(loaded.vanished)}。"
        )
        for code in loaded.vanished:
            self.stdout.write(f"  {code} 来源中已没有，保留原记录。")
