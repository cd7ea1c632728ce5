"""Servers never run as root: who they are instead, and how a child process becomes that.

As root on Linux a child enters a user namespace of its own, where it has no power over the
machine and sees itself as user 1000; files stay root's, so nothing is chowned and any folder
works. Where namespaces are denied (Docker's default), it becomes user 65534 for good.
"""

import ctypes
import functools
import os
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path

from core.embedded.errors import CannotDropPrivileges

NOBODY = 65534
PR_SET_PDEATHSIG = 1


def child_options(*, dies_with: signal.Signals | None = None) -> dict[str, object]:
    """Return the arguments that make `subprocess` start an unprivileged child.

    Args:
        dies_with: the signal that the kernel sends the child when its parent ends (Linux only).
    """
    options: dict[str, object] = {"preexec_fn": _before_exec(dies_with)}
    if os.geteuid() == 0 and not namespaces_work():
        options |= {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return options


def hand_over(*folders: Path) -> None:
    """Give `folders` and all they hold to the identity that the servers will have.

    Raises:
        CannotDropPrivileges: if that identity could not even reach them.
    """
    if os.geteuid() != 0:
        return
    owner = 0 if namespaces_work() else NOBODY
    for folder in folders:
        if owner == NOBODY:
            _require_reachable(folder)
        if folder.stat().st_uid != owner:
            os.chown(folder, owner, owner)
            for path in folder.rglob("*"):
                os.chown(path, owner, owner, follow_symlinks=False)


@functools.cache
def namespaces_work() -> bool:
    """Try, in a child that ends at once, whether root may create a user namespace here."""
    if sys.platform != "linux":
        return False
    child = os.fork()
    if child == 0:
        try:
            _enter_namespace()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def die_with_parent(number: signal.Signals) -> None:
    """Ask the kernel to send this process `number` when its parent ends; Linux only."""
    if sys.platform == "linux":
        _libc().prctl(PR_SET_PDEATHSIG, int(number))


def _before_exec(dies_with: signal.Signals | None) -> Callable[[], None]:
    enters = os.geteuid() == 0 and namespaces_work()
    if sys.platform == "linux":
        _libc()  # loaded before the fork

    def prepare() -> None:
        if enters:
            _enter_namespace()
        if dies_with is not None:
            die_with_parent(dies_with)

    return prepare


def _enter_namespace() -> None:
    if sys.platform == "linux":
        os.unshare(os.CLONE_NEWUSER)
        for name, line in (
            ("setgroups", "deny"),
            ("uid_map", "1000 0 1"),
            ("gid_map", "1000 0 1"),
        ):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as handle:
                handle.write(line)


@functools.cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def _require_reachable(folder: Path) -> None:
    for parent in folder.parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            raise CannotDropPrivileges(
                f"PostgreSQL refuses to run as root, and no other user can enter {parent}. "
                "Run this as an ordinary user, or set DATABASE_URL and BROKER_URL."
            )
