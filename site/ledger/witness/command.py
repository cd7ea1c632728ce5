"""Cosign what a public log shows, as long as it only grows (Python ≥ 3.11, cryptography)."""

import argparse
import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from ledger.terminal import FrenchParser, let_any_terminal_be_written
from ledger.tlog.errors import Invalid
from ledger.tlog.notes import COSIGNATURE_V1, ED25519, VerifierKey, parse_vkey, public_of
from ledger.tlog.texts import as_text, decode_hash, encode_base64
from ledger.witness.judging import Witness
from ledger.witness.keeping import Memory
from ledger.witness.serving import WitnessServer

KEY_FILE_BYTES_MAX = 2**12


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a key, or serve until interrupted; return 1 after a sentence if it cannot be done."""
    let_any_terminal_be_written()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words[:1] == ["keygen"]:
            return _make_key(_keygen_parser().parse_args(words[1:]))
        return _serve(_serving_parser().parse_args(words))
    except Invalid as error:
        sys.stderr.write(f"{error}\n")
    except FileExistsError as error:
        sys.stderr.write(f"« {error.filename} » existe : une clé n’est jamais remplacée.\n")
    except OSError as error:
        place = error.filename or "L’adresse où écouter"
        sys.stderr.write(f"« {place} » ne peut servir.\n")
    return 1


def witness_of(options: argparse.Namespace) -> Witness:
    """Return the witness that a command line describes, its memory held.

    Raises:
        Invalid: if a key is malformed, or the memory is spoilt or used by another.
        OSError: if a file cannot be read.
    """
    logs = [parse_vkey(text) for text in options.log]
    if any(key.kind != ED25519 for key in logs):
        raise Invalid("La clé d’un registre est une clé Ed25519 simple, pas celle d’un témoin.")
    name, seed = _read_key(options.key)
    memory = Memory(options.state)
    return Witness(name=name, seed=seed, logs=logs, memory=memory, now=_now)


def _serve(options: argparse.Namespace) -> int:
    with (
        closing(witness_of(options)) as witness,
        WitnessServer(options.host, options.port, witness) as server,
    ):
        sys.stdout.write(f"{witness.key}\nhttp://{options.host}:{server.server_port}/\n")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0
    return 0


def _make_key(options: argparse.Namespace) -> int:
    seed = secrets.token_bytes(32)
    key = VerifierKey(options.name, COSIGNATURE_V1, public_of(seed))
    # An old key is never written over: logs and verifiers trust it by name.
    descriptor = os.open(options.key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{options.name}\n{encode_base64(seed)}\n")
        file.flush()
        os.fsync(descriptor)
    sys.stdout.write(f"{key}\n")
    return 0


def _read_key(path: Path) -> tuple[str, bytes]:
    """Return the name and the seed in a file written by `keygen`."""
    with path.open("rb") as file:
        lines = as_text(file.read(KEY_FILE_BYTES_MAX)).split("\n")
    if len(lines) != 3 or lines[2]:
        raise Invalid(f"« {path} » n’est pas une clé faite par « keygen ».")
    return lines[0], decode_hash(lines[1])


def _now() -> int:
    return int(datetime.now(UTC).timestamp())


def _serving_parser() -> FrenchParser:
    parser = FrenchParser(
        prog="witness.py",
        description="Cosigne l’état de registres publics, tant qu’ils ne font que grandir.",
        epilog="« witness.py keygen » fait la clé du témoin.",
    )
    parser.add_argument(
        "--state", type=Path, metavar="FICHIER", required=True, help="ce que le témoin retient"
    )
    parser.add_argument(
        "--key", type=Path, metavar="FICHIER", required=True, help="la clé faite par « keygen »"
    )
    parser.add_argument(
        "--log",
        metavar="CLÉ",
        action="append",
        required=True,
        help="clé d’un registre à suivre (vkey) ; peut être répété",
    )
    parser.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="où écouter")
    parser.add_argument("--port", type=_port, default=7380, metavar="PORT", help="7380 par défaut")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port < 2**16:
        raise ValueError
    return port


def _keygen_parser() -> FrenchParser:
    parser = FrenchParser(prog="witness.py keygen", description="Fait la clé d’un témoin.")
    parser.add_argument(
        "--key", type=Path, metavar="FICHIER", required=True, help="où l’écrire ; gardez-la secrète"
    )
    parser.add_argument(
        "--name", metavar="NOM", required=True, help="nom du témoin, par exemple temoin.example.org"
    )
    return parser
