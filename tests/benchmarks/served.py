"""The settings of the served benchmark: the product's, with two more addresses."""

from config.settings import *  # noqa: F403  # the product's own settings, all of them

ROOT_URLCONF = "tests.benchmarks.served_urls"
