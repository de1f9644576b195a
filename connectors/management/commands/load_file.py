import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from communities.actor import system_actor
from communities.errors import HubError
from connectors.engine.lease import LASTS
from connectors.errors import RunIsOpen
from connectors.models.run import RunState
from connectors.plain_file import mapping_for, mapping_named
from connectors.services.load_file import load_file
from connectors.services.told import run_as_json

LOOK_SECONDS = 1.0


class Command(BaseCommand):
    help = "把一个带表头的文件按映射装入数据中枢 (take in a plain file by its mapping)"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--mapping", default="", help="plain_files 中的映射名，缺省按文件名")
        parser.add_argument("--first-load", action="store_true", help="同样内容装过就不再装")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, file, mapping, first_load, **options):
        if not file.is_file():
            raise CommandError(f"没有这个文件：{file}")
        begun = time.monotonic()
        try:
            told = mapping_named(mapping or mapping_for(file))
            run = self.load(file, told, first_load)
        except HubError as trouble:
            raise CommandError(trouble.zh) from trouble
        seconds = time.monotonic() - begun
        self.stdout.write(
            f"{told.label}：{run.read} 行，新增 {run.created}，变更 {run.changed}，"
            f"未变 {run.unchanged}，跳过 {run.skipped}，搁置 {run.set_aside}，"
            f"待核 {run.questioned}（{seconds:.1f} 秒）"
        )
        if run.reason:
            self.stdout.write(run.reason)
        if options["json"]:
            self.stdout.write(json.dumps(run_as_json(run) | {"file": file.name}))
        if run.state not in (RunState.DONE,):
            raise CommandError(run.reason or "没有装完。")

    def load(self, file, mapping, first_load):
        """A loading that was cut off a moment ago is gone on with when its lease has run out.

        Raises RunIsOpen when whoever holds the lease is alive and renews it.
        """
        begun = time.monotonic()
        ends = begun + LASTS.total_seconds() + LOOK_SECONDS
        while True:
            try:
                return load_file(
                    path=file,
                    mapping=mapping,
                    actor=system_actor(f"load:{mapping.name}"),
                    first_load=first_load,
                )
            except RunIsOpen as trouble:
                if time.monotonic() > ends:
                    raise
                if time.monotonic() - begun < LOOK_SECONDS:
                    self.stderr.write(f"{trouble.zh}稍候……")
                time.sleep(LOOK_SECONDS)
