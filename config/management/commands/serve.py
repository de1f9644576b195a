from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.processes import ChildFailed, RunsAlready, Supervisor, alone
from config.product import STOP_ORDER, start_beat, start_web, start_worker
from config.tools import run_python
from config.watch import keep_up


class Command(BaseCommand):
    """Web, worker and beat on this machine, on whatever database and broker are set."""

    help = "启动控制台、任务进程和定时器。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="监听地址")
        parser.add_argument("--port", type=int, default=8000, help="监听端口")

    def handle(self, *args: object, **options: object) -> None:
        folder = Path(settings.HUB_VAR) / "serve"
        try:
            with alone(folder / "serve.lock"):
                self.serve(folder, host=str(options["host"]), port=int(str(options["port"])))
        except RunsAlready as trouble:
            raise CommandError("本目录的服务已在运行，请先停止它（Ctrl-C）。") from trouble

    def serve(self, folder: Path, *, host: str, port: int) -> None:
        if run_python(["manage.py", "migrate", "--verbosity", "0"], as_we_are=True) != 0:
            raise CommandError("建立数据表失败。")
        supervisor = Supervisor(folder)
        supervisor.open()
        try:
            start_web(supervisor, host=host, port=port)
            start_worker(supervisor)
            start_beat(supervisor, schedule=Path(settings.HUB_VAR) / "beat" / "schedule")
            self.tell(f"控制台 http://{host}:{port}")
            keep_up(supervisor, self.tell)
        except ChildFailed as trouble:
            raise CommandError(str(trouble)) from trouble
        finally:
            supervisor.stop(*STOP_ORDER)

    def tell(self, sentence: str) -> None:
        """At once, also where the words go to a service's journal."""
        self.stdout.write(sentence)
        self.stdout.flush()
