"""Where unix sockets lie: beside the data, or in the temporary folder when that path is unfit."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from core.embedded.errors import EmbeddedError

# The kernel keeps about 104 bytes for a socket's whole path; names take up to 20 of them.
LONGEST_FOLDER = 80
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


def socket_folder(folder: Path) -> Path:
    """Return an existing folder for sockets that only this user may enter.

    It is `folder`/sockets, unless its path is too long for a socket or holds characters that
    would need escaping in a URL.

    Raises:
        EmbeddedError: if the temporary folder's place was taken by somebody else.
    """
    sockets = folder / "sockets"
    if len(os.fsencode(sockets)) > LONGEST_FOLDER or not PLAIN.fullmatch(str(sockets)):
        digest = hashlib.sha256(os.fsencode(sockets)).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"sante-{os.getuid()}-{digest}"
    sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = sockets.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.getuid(), _owner(folder)}:
        raise EmbeddedError(f"{sockets} belongs to somebody else; remove it or set TMPDIR.")
    sockets.chmod(0o700)
    return sockets


def _owner(folder: Path) -> int:
    """Return who owns `folder`: root may have handed it to the servers' own identity."""
    return folder.stat().st_uid
