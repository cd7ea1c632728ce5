"""What everybody may read of moderation: every decision, no name, no refused word."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation import figures
from moderation.models import Decision
from moderation.services import reopen
from tests.factories.accounts import log_in, make_moderator, make_user
from tests.factories.moderation import (
    NOW,
    TEXT,
    make_article,
    make_case,
    make_item,
    make_trusted_user,
    publish,
    refuse,
)

pytestmark = pytest.mark.django_db
JOURNAL = "/moderation/journal/"


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    return content.decode()


def test_the_journal_tells_decisions_without_names_or_texts(client: Client) -> None:
    author, moderator = make_user(), make_moderator()
    decision = refuse(make_case(author), by=moderator)
    files = ["/moderation/journal.csv", "/moderation/journal.json"]
    paths = [JOURNAL, decision.get_absolute_url(), *files]
    for page in [body(client, path) for path in paths]:
        assert decision.reference in page
        assert "insulte une personne" in page
        hidden = [str(author), author.email, str(moderator), moderator.email, TEXT]
        assert not [word for word in hidden if word in page]


def test_the_journal_leads_to_the_proposals_that_were_refused(client: Client) -> None:
    assert 'href="/petitions/?etat=refusees"' in body(client, JOURNAL)


def test_public_pages_set_no_cookie_and_may_be_kept(client: Client) -> None:
    decision = refuse(make_case())
    for path in [JOURNAL, decision.get_absolute_url(), "/moderation/charte/"]:
        response = log_in(client, make_moderator()).get(path)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
        assert response["Cache-Control"].startswith("public")


def test_both_files_say_the_same_as_the_table(client: Client) -> None:
    refuse(make_case())
    first = refuse(make_case())
    moderator = make_moderator()
    publish(reopen(decision=first, by=moderator, at=NOW), by=moderator)
    from_csv = list(csv.DictReader(io.StringIO(body(client, "/moderation/journal.csv"))))
    from_json = json.loads(body(client, "/moderation/journal.json"))["decisions"]
    assert [row["reference"] for row in from_csv] == [row["reference"] for row in from_json]
    assert len(from_json) == Decision.objects.count() == 3
    assert from_json[2]["revient_sur"] == first.reference


def test_a_later_decision_and_the_one_it_follows_name_each_other(client: Client) -> None:
    first, moderator = refuse(make_case()), make_moderator()
    second = publish(reopen(decision=first, by=moderator, at=NOW), by=moderator)
    assert second.reference in body(client, first.get_absolute_url())
    assert first.reference in body(client, second.get_absolute_url())


def test_a_published_text_is_linked_and_a_refused_one_is_not(client: Client) -> None:
    refused, published = refuse(make_case()), publish(make_case())
    assert "/essais/" not in body(client, refused.get_absolute_url())
    assert f"/essais/{published.item_id}/" in body(client, published.get_absolute_url())


def test_a_decision_stays_when_its_text_is_gone(client: Client) -> None:
    decision = refuse(make_case())
    assert decision.item
    decision.item.delete()
    assert "Texte retiré" in body(client, decision.get_absolute_url())


def test_the_journal_is_paged_and_costs_the_same_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    moderator = make_moderator()
    for _n in range(27):
        publish(make_case(), by=moderator)
    with django_assert_max_num_queries(7):
        first = body(client, JOURNAL)
    last = Decision.objects.order_by("-pk")[24].pk
    assert f"?avant={last}" in first
    with django_assert_max_num_queries(1):
        assert body(client, f"{JOURNAL}?avant={last}").count('class="card"') == 2


@pytest.mark.parametrize("path", [f"{JOURNAL}?avant=x", f"{JOURNAL}?avant={'9' * 40}"])
def test_a_place_that_is_none_is_a_bad_request(client: Client, path: str) -> None:
    assert client.get(path).status_code == 400


@pytest.mark.parametrize("reference", ["D-0000-0000", "x", "é", "a" * 300])
def test_an_unknown_decision_is_not_found(client: Client, reference: str) -> None:
    assert client.get(f"/moderation/decisions/{reference}/").status_code == 404


def test_the_charter_shows_each_article_under_its_own_address(client: Client) -> None:
    article = make_article(3)
    page = body(client, "/moderation/charte/")
    assert 'id="article-3"' in page
    assert article.get_absolute_url() == "/moderation/charte/#article-3"


def test_the_totals_count_what_happened() -> None:
    user = make_trusted_user()
    make_item(user)
    case = make_case()
    refuse(case, at=NOW + timedelta(hours=6))
    make_case()
    totals = figures.totals(NOW + timedelta(days=1))
    assert (totals["published"], totals["published_at_once"]) == (3, 1)
    assert (totals["refused"], totals["waiting"], totals["decisions"]) == (1, 1, 3)
    assert [row["count"] for row in totals["refused_by_article"]] == [1]
    assert totals["median_hours"] == 0.0


def test_without_a_decision_there_is_no_median() -> None:
    assert figures.totals(timezone.now())["median_hours"] is None


def test_authors_find_the_reason_on_their_account(client: Client) -> None:
    author = make_user()
    decision = refuse(make_case(author))
    page = body(log_in(client, author), "/compte/")
    assert decision.reference in page
    assert "insulte une personne" in page
    export = json.loads(body(client, "/compte/export.json"))
    assert export["moderation"][0]["reference"] == decision.reference


@pytest.mark.parametrize("reference", ["%00", "7KQ29XWM", "a b"])
def test_a_reference_that_names_nothing_is_a_page_that_is_missing(
    client: Client, reference: str
) -> None:
    assert client.get(f"/moderation/decisions/{reference}/").status_code == 404


def test_a_short_wait_is_said_in_words(client: Client) -> None:
    publish(make_case())
    assert "moins d’une heure" in body(client, JOURNAL)


@pytest.mark.django_db(transaction=True)
def test_the_file_is_read_in_one_transaction(client: Client) -> None:
    publish(make_case())
    response = client.get("/moderation/journal.csv")
    assert isinstance(response, StreamingHttpResponse)
    lines = iter(response)
    assert [next(lines), next(lines)][1]
    assert connection.in_atomic_block
    assert not list(lines)
    assert not connection.in_atomic_block
