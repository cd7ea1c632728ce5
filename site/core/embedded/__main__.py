"""Run a command with the embedded servers: `python -m core.embedded [--fast] FOLDER COMMAND…`."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from core.embedded import EmbeddedError, services


def main() -> int:
    """Return the command's own exit status, or 1 with a sentence when a server cannot start."""
    parser = argparse.ArgumentParser(prog="python -m core.embedded", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="scratch data, without crash safety")
    parser.add_argument("folder", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    asked = parser.parse_args()
    try:
        with services(asked.folder, fast=asked.fast) as found:
            environment = {**os.environ, **found.environment}
            return subprocess.run(asked.command, env=environment, check=False).returncode  # noqa: S603  (what the person typed)
    except EmbeddedError as error:
        print(error, file=sys.stderr)  # noqa: T201  (a command speaks to whoever typed it)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
