"""What offices of the street know already enters as files in their own names, by the one door."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

from config.demo.ground import ask
from config.demo.stage import JIANGTENG, ROOT, Stage, StepFailed
from config.watch import LOOK_SECONDS

COUNTED_OWNERS = ("hsa", "mca_hy", "org")  # a report counts what they tell, or a matter asks it
MORE_OWNERS = (
    "nhc", "edu", "mca_yl", "zz_care", "va", "cdpf", "mca_sa", "mca_sa_ds", "mca_et",
)  # fmt: skip
ROSTER = ROOT / "config" / "demo" / "data" / "jiangteng.xlsx"


def load_police(stage: Stage) -> None:
    """Everybody the police know in one lane; in the other the homes, before anybody lives there."""
    load(stage, ["psb_hj.csv"], ["zz_grid.csv", "nr_bdc.csv", "psb_ldrk.csv"])


def load_registers(stage: Stage) -> None:
    """The communities' own registers in one lane; in the other the owners' files, begun here.

    Files name people community by community; the lanes go through them from opposite ends, so
    that they seldom wait for each other's people.
    """
    stage.owners = Lane(stage, owners_files())
    own = sorted((file.name for file in stage.world.glob("register_*.csv")), reverse=True)
    own += sorted((file.name for file in stage.world.glob("retirees_*.csv")), reverse=True)
    load(stage, own)


def finish_owners(stage: Stage) -> None:
    """The end of the owners' lane; after a break it is run again, and what is in stays as it is."""
    lane = stage.owners or Lane(stage, owners_files())
    lane.finish()
    lane.check()


def owners_files() -> list[str]:
    return [f"{name}.csv" for name in COUNTED_OWNERS]


def load_more_owners(stage: Stage) -> None:
    load(stage, [f"{name}.csv" for name in MORE_OWNERS])


def import_roster(stage: Stage) -> None:
    """A community's messy workbook, by the same command a clerk's upload takes."""
    user = stage.state.logins["CLERK"]["user"]
    told = ask("import_sheet", str(ROSTER), "--community", JIANGTENG, "--as", user)
    stage.state.facts["roster"] = told
    stage.tell(
        f"花名册 {told['rows']} 行：新增 {told['created']}，变更 {told['changed']}，"
        f"未变 {told['unchanged']}，未导入 {told['refused']}，待核 {told['questioned']}"
    )


def load_month(stage: Stage) -> None:
    """One month of dated events after the opening: births, moves, deaths, services."""
    month = sorted(file.name for file in stage.world.glob("*_2026[01][0-9].csv"))
    load(stage, sorted(month, key=month_order))


def month_order(name: str) -> int:
    """The police first, so that a new-born is known before somebody moves in with it."""
    order = ("psb_hj_changes", "moves", "services", "certs")
    return next(n for n, stem in enumerate(order) if name.startswith(stem))


def load(stage: Stage, *lanes: Sequence[str]) -> None:
    """Run the lanes side by side, telling each file as it is done. Raises StepFailed."""
    running = [Lane(stage, files) for files in lanes]
    for lane in running:
        lane.finish()
    for lane in running:
        lane.check()


class Lane(Thread):
    """One process and the thread that listens to it."""

    def __init__(self, stage: Stage, files: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self.stage = stage
        self.log = stage.folder / "log" / f"lane-{Path(files[0]).stem}.log"
        with open(self.log, "wb") as errors:
            paths = [str(stage.world / name) for name in files]
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell
                [sys.executable, "-m", "config.demo.lane", *paths],
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                text=True,
            )  # fmt: skip
        self.start()

    def run(self) -> None:
        if self.process.stdout is None:
            return
        with self.process.stdout as told:
            for line in told:
                self.stage.tell(line.rstrip())
        self.process.wait()

    def finish(self) -> None:
        while self.is_alive():
            self.join(LOOK_SECONDS)
            self.stage.look_after()

    def check(self) -> None:
        if self.process.returncode != 0:
            raise StepFailed("装载文件失败：\n" + self.log.read_text()[-2000:])
