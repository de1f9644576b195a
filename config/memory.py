"""Where Python looks for waste: among what a request or a batch made, not among the program.

A batch makes hundreds of thousands of small objects and hardly a circle of them; looking for
circles among all of them again and again took a fifth of a roster's time.
"""

import gc

YOUNG, OLD, WHOLE = 50_000, 10, 50


def keep_what_is_loaded() -> None:
    """Called when a process has loaded its program; again when it has loaded more."""
    gc.freeze()
    gc.set_threshold(YOUNG, OLD, WHOLE)
