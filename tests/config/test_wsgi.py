import gc
import subprocess
import sys

ASK = "import gc, config.wsgi; print(gc.get_freeze_count(), gc.get_threshold()[0])"


def test_the_web_process_does_not_search_its_own_program_for_waste():
    told = subprocess.run(
        [sys.executable, "-c", ASK], check=True, capture_output=True, text=True
    ).stdout.split()

    assert int(told[0]) > 10_000
    assert int(told[1]) > gc.get_threshold()[0]
