"""What `verify.py` and `witness.py` share: command lines in French, on any terminal."""

import argparse
import io
import sys
from typing import Any, NoReturn

NOT_UNDERSTOOD = 2


class FrenchParser(argparse.ArgumentParser):
    """An argument parser that speaks French."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "add_help": False, "allow_abbrev": False})
        self.add_argument("-h", "--help", action="help", help="affiche cette aide")

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(NOT_UNDERSTOOD, "Commande non comprise : voyez l’aide avec --help.\n")


def let_any_terminal_be_written() -> None:
    """Have letters that a terminal lacks become question marks, instead of stopping a program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
