"""The commands of the verifier and their options, in French to the last word."""

import argparse
from pathlib import Path

from ledger.terminal import FrenchParser


def verifier_parser() -> FrenchParser:
    """Return the parser of `verify.py`; each command has its name in `command`."""
    parser = FrenchParser(prog="verify.py", description="Vérifie un registre public de pétitions.")
    commands = parser.add_subparsers(title="commandes", dest="command", required=True)

    def command(name: str, words: str) -> argparse._ArgumentGroup:
        leaf = commands.add_parser(name, help=words, description=words)
        _add_log_options(leaf)
        return leaf.add_argument_group("arguments de la commande")

    receipt = command("receipt", "vérifie un reçu : enregistré, encore compté, placé")
    receipt.add_argument("file", type=Path, metavar="FICHIER", help="le reçu, .tlog-proof")
    receipt.add_argument("--address", metavar="ADRESSE", help="de qui a signé ; demandée sinon")
    command("recount", "recompte toutes les pétitions du registre")
    consistency = command(
        "consistency", "vérifie qu’un point de contrôle du registre en prolonge un autre"
    )
    consistency.add_argument(
        "old", type=Path, metavar="ANCIEN", help="le premier point de contrôle, ou un reçu"
    )
    consistency.add_argument("new", type=Path, metavar="NOUVEAU", help="le second, ou un reçu")
    tally = command("tally", "vérifie les chiffres par département d’une pétition")
    tally.add_argument("petition", type=int, metavar="NUMÉRO", help="de la pétition")
    monitor = command("monitor", "surveille le registre d’une visite à l’autre")
    monitor.add_argument(
        "--state",
        type=Path,
        metavar="FICHIER",
        required=True,
        help="garde le dernier point de contrôle vérifié",
    )
    monitor.add_argument(
        "--promise",
        type=Path,
        metavar="FICHIER",
        action="append",
        default=[],
        help="une promesse à surveiller ; peut être répété",
    )
    return parser


def _add_log_options(parser: FrenchParser) -> None:
    """Add what every command may be told of the log."""
    group = parser.add_argument_group("registre")
    group.add_argument("--log", metavar="ADRESSE", help="adresse du registre, ou dossier")
    group.add_argument(
        "--key",
        metavar="CLÉ",
        action="append",
        default=[],
        help="clé du registre (vkey) ; peut être répété ; sans elle, celle qu’il annonce",
    )
    group.add_argument(
        "--policy", type=Path, metavar="FICHIER", help="registres et témoins à croire (tlog-policy)"
    )
    group.add_argument(
        "--strict", action="store_true", help="refuse aussi deux fois le même engagement"
    )
