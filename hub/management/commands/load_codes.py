import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.actor import system_actor
from communities.errors import HubError
from hub.services.code_lists import load_code_lists, load_urban_rural


class Command(BaseCommand):
    help = "载入代码表；重复载入不改变任何内容。 Load the code lists."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--urban-rural", type=Path, metavar="FILE", help="城乡分类表 CSV")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: object, **options: object) -> None:
        actor = system_actor("load_codes")
        loaded = load_code_lists(today=timezone.localdate(), actor=actor)
        said = asdict(loaded) | {"urban_rural": 0}
        if table := options["urban_rural"]:
            path = Path(str(table))
            if not path.is_file():
                raise CommandError(f"找不到文件 {path.name}。 No such file.")
            try:
                said["urban_rural"] = load_urban_rural(path=path, actor=actor)
            except HubError as error:
                raise CommandError(f"{error.zh} {error.en}") from error
        if options["json"]:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self.stdout.write(
            f"{loaded.lists} 个代码表 {loaded.codes} 个代码：新增 {loaded.created}，"
            f"修改 {loaded.changed}，未变 {loaded.unchanged}，停用 {loaded.left}。"
        )
