"""`python -m config.demo`: open the demo. `… stop` ends it, `… manage` runs Django's commands."""

import argparse
import http.client
import os
import signal
import subprocess
import sys
import time
import webbrowser

from config.demo import folder, ports, preparation, processes
from config.demo.supervisor import Supervisor
from core.embedded import EmbeddedError, services

LONGEST_STOP = 40.0
WELCOME = """
  Santé en débat is open:  {address}/
  Its letters:             {address}/courrier/

{accounts}
  Ctrl-C stops it. Data: {data}/  Logs: {logs}/
"""


def say(words: str) -> None:
    print(words, flush=True)  # noqa: T201  (a command speaks to whoever typed it)


def main() -> int:
    """Do what the command line asks; return the exit status."""
    words = sys.argv[1:]
    try:
        match words[:1]:
            case ["manage"]:
                return manage(words[1:])
            case ["stop"]:
                return stop()
            case _:
                return start(_arguments(words))
    except (EmbeddedError, ports.PortTaken, preparation.PreparationFailed) as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("Stopped.")
        return 130


def start(asked: argparse.Namespace) -> int:
    """Open the demo and stay until it is stopped."""
    began = time.monotonic()
    # Until the supervisor takes over: leave every block in order, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder.make()
    if (found := folder.running()) is not None:
        say(f"The demo already runs at {found[1]}/ (`python3 run.py stop` stops it).")
        return 1
    port = ports.choose(asked.port)
    address = f"http://localhost:{port}"
    with folder.claimed(address) as mine:
        if not mine:
            say("Another demo is starting in this folder.")
            return 1
        with services(folder.FOLDER) as held:
            environment = folder.environment(held.environment, address=address)
            preparation.prepare(environment)
            accounts = preparation.Step(
                "accounts", ["manage.py", "create_demo_accounts", "--skip-checks"], environment
            )
            supervisor = Supervisor(held)
            try:
                supervisor.start(processes.web(environment, port=port))
                _wait_for_web(supervisor, port)
                supervisor.start(processes.worker(environment), processes.beat(environment))
                if not supervisor.stopping:
                    _welcome(address, accounts.result(), browser=asked.browser)
                    say(f"  Ready in {time.monotonic() - began:.1f} s.")
                while not supervisor.stopping:
                    supervisor.tend()
            finally:
                supervisor.stop()
    say("Stopped.")
    return 0


def stop() -> int:
    """Ask the running demo to end, and wait until it has."""
    found = folder.running()
    if found is None:
        say("No demo runs here.")
        return 0
    os.kill(found[0], signal.SIGTERM)
    give_up = time.monotonic() + LONGEST_STOP
    while folder.running() is not None:
        if time.monotonic() > give_up:
            say(f"Process {found[0]} does not end.")
            return 1
        time.sleep(0.1)
    say("Stopped.")
    return 0


def manage(words: list[str]) -> int:
    """Run one of Django's commands on the demo's database, started for it if need be.

    An environment with a SECRET_KEY is an operator's: the command then runs in it as it is.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the command answers Ctrl-C itself
    if "SECRET_KEY" in os.environ:
        return _run_django(words, dict(os.environ))
    folder.make()
    found = folder.running()
    address = found[1] if found else f"http://localhost:{ports.FIRST}"
    with services(folder.FOLDER) as held:
        return _run_django(words, folder.environment(held.environment, address=address))


def _run_django(words: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "manage.py", *words]
    return subprocess.run(command, cwd=folder.ROOT, env=environment, check=False).returncode  # noqa: S603  (what the person typed)


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 run.py demo", description="Open the demo.")
    parser.add_argument("--port", type=int, help="the web server's port (default: 8000 or next)")
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    return parser.parse_args(words)


def _wait_for_web(supervisor: Supervisor, port: int) -> None:
    while not supervisor.stopping and not _answers(port):
        supervisor.tend()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _welcome(address: str, accounts: str, *, browser: bool) -> None:
    indented = "\n".join(f"  {line}" for line in accounts.splitlines())
    data, logs = folder.shown(folder.FOLDER), folder.shown(folder.LOGS)
    say(WELCOME.format(address=address, accounts=indented, data=data, logs=logs))
    has_display = sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys()
    if browser and has_display:
        webbrowser.open(f"{address}/")


if __name__ == "__main__":
    sys.exit(main())
