"""The countries where signers live, by their French names. Pure Python."""

import json
from pathlib import Path

DATA = Path(__file__).parent / "data" / "countries.json"

# By the code of ISO 3166, in the order of the names. France is not there: it is not abroad.
NAMES: dict[str, str] = json.loads(DATA.read_text(encoding="utf-8"))
