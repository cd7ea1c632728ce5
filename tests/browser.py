"""The browser of the end-to-end tests: Debian's Chromium, or the one that CHROMIUM names."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "Chromium is missing: `apt-get install chromium`, or set CHROMIUM to its program"


def chromium() -> str | None:
    """Return the program of a Chromium on this machine, or None."""
    named = os.environ.get("CHROMIUM")
    return named or next((found for name in NAMES if (found := shutil.which(name))), None)
