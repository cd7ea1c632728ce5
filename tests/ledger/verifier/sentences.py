"""What the verifier says of bad input: one clear sentence."""

import pytest


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """Return the one sentence that says what is wrong."""
    answer = capsys.readouterr()
    [line] = [line for line in (answer.out + answer.err).splitlines() if line.startswith("✗")]
    assert line.endswith((".", "»"))
    return line
