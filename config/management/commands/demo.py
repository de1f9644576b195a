import json
import signal
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities.errors import HubError
from config.demo.closing import Closing
from config.demo.progress import Progress
from config.demo.serving import serve, stop_everything
from config.demo.stage import Stage, StepFailed
from config.demo.state import StateFile
from config.demo.steps import STEPS, WITH_THE_CONSOLE_UP, Step, due_steps
from config.processes import ChildFailed, RunsAlready, Supervisor, alone

HIGHEST_PORT = 65535
FEWEST, MOST = 200, 2_000_000  # a street too small has nobody for half of the reports' rows


class Command(BaseCommand):
    """From nothing to a running console on a made-up street of about 100,000 residents."""

    help = "准备并运行演示：模拟街道、三个外部系统、上月报表和控制台。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="全部做完后退出，不再提供服务")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")
        parser.add_argument("--port", type=int, default=0, help="控制台端口")
        parser.add_argument("--residents", type=int, default=100_000, help="模拟居民人数")

    def handle(self, *args: object, **options: object) -> None:
        refuse_odd_numbers(port=int(str(options["port"])), residents=int(str(options["residents"])))
        folder = Path(settings.HUB_VAR) / "demo"
        try:
            with alone(folder / "demo.lock"):
                self.play(folder, options)
        except RunsAlready as trouble:
            raise CommandError("本目录的演示已在运行，请先停止它（Ctrl-C）。") from trouble

    def play(self, folder: Path, options: dict[str, object]) -> None:
        stage = set_stage(folder, options)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            run_steps(stage, STEPS)
            closing = Closing(stage, port=serve(stage, int(str(options["port"]))))
            closing.summary()
            if stage.once:
                run_steps(stage, WITH_THE_CONSOLE_UP)
            if options["json"]:
                print(json.dumps(closing.facts(), ensure_ascii=False), flush=True)
            if not stage.once:
                finish_while_serving(stage)
                closing.stay()
        except (StepFailed, ChildFailed, HubError) as trouble:
            raise CommandError(str(trouble)) from trouble
        except KeyboardInterrupt:
            stage.progress.write("正在停止 ……")
        finally:
            stop_everything(stage)


def refuse_odd_numbers(*, port: int, residents: int) -> None:
    """Said before anything is made, instead of in the middle of it."""
    if not 0 <= port <= HIGHEST_PORT:
        raise CommandError(f"端口应在 1 至 {HIGHEST_PORT} 之间。")
    if not FEWEST <= residents <= MOST:
        raise CommandError(f"模拟居民人数应在 {FEWEST} 至 {MOST} 之间。")


def set_stage(folder: Path, options: dict[str, object]) -> Stage:
    supervisor = Supervisor(folder / "log")
    supervisor.open()
    stage = Stage(
        progress=Progress(0, sys.stderr if options["json"] else sys.stdout),
        supervisor=supervisor,
        file=StateFile(Path(settings.HUB_VAR) / "demo.json"),
        residents=int(str(options["residents"])),
        once=bool(options["once"]),
    )
    stage.progress.steps = len(due_steps(stage, STEPS + WITH_THE_CONSOLE_UP))
    return stage


def finish_while_serving(stage: Stage) -> None:
    """The console stays up whatever becomes of these; the next start tries them again."""
    try:
        run_steps(stage, WITH_THE_CONSOLE_UP)
    except StepFailed as trouble:
        stage.progress.write(str(trouble))


def run_steps(stage: Stage, steps: tuple[Step, ...]) -> None:
    for step in due_steps(stage, steps):
        with stage.progress.step(step.name, step.label):
            step.do(stage)
        stage.file.finish(step.name)
