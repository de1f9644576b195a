import json
import time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from communities.actor import system_actor
from communities.errors import HubError
from connectors.engine.run import execute
from connectors.models.run import RunState
from connectors.registry import connector_of
from connectors.services.runs import open_or_find_run, open_run
from connectors.services.told import run_as_json

SHORT_WAIT = 60  # a longer wait is left to the worker


class Command(BaseCommand):
    help = "现在就同步一个外部系统 (read one outside system now)"

    def add_arguments(self, parser):
        parser.add_argument("system", help="EMP、SI、HOUSING")
        parser.add_argument("--full", action="store_true", help="从头全部再读一遍")
        parser.add_argument("--resident", help="只查这一位居民 (resident_id)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, system, full, resident, **options):
        try:
            kind = connector_of(system)
            run = self._run_of(kind, full, resident)
        except HubError as trouble:
            raise CommandError(trouble.zh) from trouble
        run = self._carried(run, kind)
        self.stdout.write(
            f"{kind.label}：{run.get_state_display()}，读 {run.read}，新增 {run.created}，"
            f"变更 {run.changed}，未变 {run.unchanged}，跳过 {run.skipped}，"
            f"搁置 {run.set_aside}，待核 {run.questioned}"
        )
        if run.reason:
            self.stdout.write(run.reason)
        if options["json"]:
            self.stdout.write(json.dumps(run_as_json(run)))
        if run.state in (RunState.BLOCKED, RunState.FAILED):
            raise SystemExit(1)

    def _run_of(self, kind, full, resident):
        actor = system_actor(f"sync:{kind.source}")
        if resident:
            return open_run(
                system=kind.source, actor=actor, mode="person", lane="person", subject=resident
            )
        return open_or_find_run(system=kind.source, actor=actor, mode="full" if full else "delta")

    def _carried(self, run, kind):
        run = execute(run.pk, kind)
        while wait := self._short_wait(run):
            time.sleep(wait)
            run = execute(run.pk, kind)
        return run

    def _short_wait(self, run):
        """Seconds until the run is due again, 0 when it is over or somebody else's for long.

        One that still reads as queued is being claimed by another process this very moment.
        """
        now = timezone.now()
        moment = {
            RunState.QUEUED: run.next_at or now,
            RunState.PAUSED: run.next_at,
            RunState.RUNNING: run.lease_until,
        }.get(run.state)
        if moment is None:
            return 0
        left = (moment - now).total_seconds()
        return max(0.2, left) if left <= SHORT_WAIT else 0
