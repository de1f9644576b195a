"""What the README offers to set can be set in containers, by the same names."""

import re

import yaml

from config.processes import ROOT

# a secret, a volume and a file on it, no private server
PLACED = {"HUB_KEY_FILE", "HUB_VAR", "HUB_SYSTEMS_FILE", "HUB_PG_BIN"}


def switches():
    """The names in the first column of the README's table of variables."""
    rows = re.findall(r"^\| (`HUB_.*?) \|", (ROOT / "README.md").read_text(), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"HUB_[A-Z_]+", row)} - PLACED


def test_every_switch_of_the_readme_reaches_the_processes_of_the_containers():
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]

    for name in ("web", "worker", "beat", "migrate"):
        passed_on = {
            variable
            for variable, told in services[name]["environment"].items()
            if str(told).startswith(f"${{{variable}:")
        }
        assert switches() - passed_on == set()
