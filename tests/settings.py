"""The product's own settings over the servers of a test run."""

from tests import servers

servers.start()

from config.settings import *  # noqa: E402, F403 - read after the servers have put their addresses
