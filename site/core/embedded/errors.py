"""What can keep a server from starting, each said in one sentence to whoever typed the command."""


class EmbeddedError(Exception):
    """An embedded server cannot run; the message says why and what to do."""


class DiskFull(EmbeddedError):
    """There is no room left to write."""


class WrittenByAnotherVersion(EmbeddedError):
    """The data were written by another major version of the server."""


class CannotDropPrivileges(EmbeddedError):
    """The servers refuse to run as root and no other identity is possible here."""


class DoesNotStart(EmbeddedError):
    """The server ended or stayed silent; its own last words are in the message."""
