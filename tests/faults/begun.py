"""The servers of a round stand before anything reads the settings; importing this makes it so."""

import os

import django

from tests.faults.ground import ROOT, Ground

SEED = int(os.environ["FAULTS_SEED"])
PLACE = Ground(ROOT / "var" / "faults" / str(SEED), residents=800, seed=SEED)
PLACE.prepare()
django.setup()
