"""A real PostgreSQL and a real Valkey from wheels, started for as long as somebody uses them.

One small *keeper* process starts one server and restarts it when it falls. Whoever needs the
server holds a shared lock on a file; when the last lock is gone, however its holder ended, the
keeper stops the server. So demo, tests and commands share servers and none can leave one behind.
No Django here: these modules start before any setting is read.
"""

from core.embedded.errors import EmbeddedError
from core.embedded.services import Services, services

__all__ = ["EmbeddedError", "Services", "services"]
