"""The page of the log says what it proves, what it does not, how far it is, and who watches it."""

from base64 import b64encode
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from ledger import store
from ledger.tlog.cosignatures import cosign
from ledger.tlog.notes import COSIGNATURE_V1, VerifierKey, add_signature, parse_note, public_of
from tests.factories.ledger import make_log

pytestmark = pytest.mark.django_db
PAGES = ["/registre/", "/registre/verifier/"]


def page(client: Client, path: str = "/registre/") -> str:
    """Return a page with its no-break spaces as plain ones."""
    html = client.get(path).content.decode()
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def name_witnesses(settings: Settings, tmp_path: Path, **seeds: bytes) -> dict[str, VerifierKey]:
    """Write a policy that asks for these witnesses, each named after its own machine."""
    keys = {
        name: VerifierKey(f"{name}.example/temoin", COSIGNATURE_V1, public_of(seed))
        for name, seed in seeds.items()
    }
    lines = [f"witness {name} {key}\n" for name, key in keys.items()]
    file = tmp_path / "policy"
    file.write_text("".join([*lines, "quorum none\n"]))
    settings.LEDGER_POLICY = str(file)
    return keys


def test_it_says_how_far_the_log_is(client: Client) -> None:
    make_log(5)
    signed = store.published_checkpoint()
    html = page(client)
    assert signed is not None
    assert f'<strong class="number">{signed.size}</strong>' in html
    assert signed.root.hex() in html
    assert b64encode(signed.root).decode() in html
    assert 'datetime="20' in html


def test_it_says_that_the_log_is_empty(client: Client) -> None:
    assert "Rien n’est encore publié" in page(client)


@pytest.mark.parametrize(
    "admission",
    [
        "Une adresse n’est pas une personne",
        "pourrait inventer des signataires",
        "sans le prouver. Cela se verrait dans le registre. Cela ne serait pas empêché.",
        "Ces pages viennent de nous",
        "Aucun témoin indépendant pour l’instant",
        "celui qui tient à la fois notre base de données et sa clé peut vérifier si une adresse",
        "Il ne prouve pas que c’est son propriétaire qui l’a faite",
        "peut retirer votre signature",
        "Dix est un seuil",
        "Sans reçu gardé, vous ne pourrez pas vérifier votre signature plus tard",
        "Le registre n’a pas d’horloge",
    ],
)
def test_it_says_what_the_log_does_not_prove(client: Client, admission: str) -> None:
    make_log(1)
    assert admission in page(client)


def test_it_names_the_witnesses_and_what_they_signed(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    keys = name_witnesses(settings, tmp_path, presse=b"1" * 32, universite=b"2" * 32)
    make_log(1)
    note = store.published_note()
    assert note is not None
    text = parse_note(note).text
    line = cosign(text, name=keys["presse"].name, seed=b"1" * 32, time=1_790_000_000)
    store.write("checkpoint", add_signature(note, line).encode())
    html = page(client)
    assert "<dd>2</dd>" in html
    assert (
        "presse.example/temoin</strong> – indépendant, a signé le dernier point de contrôle" in html
    )
    assert "universite.example/temoin</strong> – indépendant, n’a pas encore signé" in html


def test_a_witness_of_ours_is_not_called_independent(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.LEDGER_ORIGIN = "presse.example/registre"
    name_witnesses(settings, tmp_path, presse=b"1" * 32)
    make_log(1)
    html = page(client)
    assert "Aucun témoin indépendant pour l’instant" in html
    assert "presse.example/temoin</strong> – tenu par nous" in html


def test_the_verifier_knows_the_keys_of_the_log_and_of_its_witnesses(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    keys = name_witnesses(settings, tmp_path, presse=b"1" * 32)
    make_log(1)
    html = page(client, "/registre/verifier/")
    assert 'data-origin="testserver/registre"' in html
    for word in ["testserver/registre+", "testserver/registre/promesse+", str(keys["presse"])]:
        assert word.replace("+", "&#x2B;") in html or word in html


def test_its_pages_are_small_the_same_for_all_and_leave_no_cookie(client: Client) -> None:
    make_log(1)
    for path in PAGES:
        response = client.get(path)
        assert len(response.content) < 100_000
        assert not response.cookies
        assert response["Cache-Control"].startswith("public, max-age=")
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["ETag"]


def test_its_pages_ask_the_database_for_nothing_but_keys(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_log(1)
    for path, queries in zip(PAGES, [0, 2], strict=True):
        with django_assert_num_queries(queries):
            page(client, path)


def test_every_page_of_the_site_leads_to_it(client: Client) -> None:
    assert '<a href="/registre/">Registre public</a>' in page(client)
