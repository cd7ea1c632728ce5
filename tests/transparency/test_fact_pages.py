"""Facts are read by topic, one by one, quoted, and followed through their history."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.transparency import (
    NOW,
    make_content,
    make_draft,
    make_fact,
    make_source,
    make_topic,
)
from transparency.models import Fact
from transparency.services import revise_fact, withdraw_fact
from transparency.views import facts

pytestmark = pytest.mark.django_db


def corrected(fact: Fact, **content: str) -> Fact:
    return revise_fact(
        fact=fact,
        topic=fact.topic,
        content=make_content(source=fact.source, **content),
        reason="L’Insee a publié mieux.",
        at=NOW + timedelta(days=1),
    )


def read(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return response.content.decode()


def test_a_fact_shows_its_figure_its_date_and_its_source(client: Client) -> None:
    fact = make_fact(value="15,4", unit="% des 15 ans et plus", as_of="2021")
    html = read(client, fact.get_absolute_url())
    assert "15,4\u00a0% des 15\u00a0ans et plus" in html
    for words in ("en 2021", "source primaire", fact.source.url):
        assert words in html


def test_a_fact_is_ready_to_be_quoted(client: Client) -> None:
    fact = make_fact(slug="illectronisme", value="15,4", unit="%", as_of="2021")
    html = read(client, fact.get_absolute_url())
    assert "(15,4\u00a0% en 2021). Source\u00a0: Insee, «\u00a0Insee Première\u00a0»" in html
    assert "version du 23\u00a0novembre\u00a02026, http://testserver/transparence/faits/" in html


def test_nobody_sees_a_draft(client: Client) -> None:
    draft = make_draft()
    for path in (
        draft.get_absolute_url(),
        f"/transparence/faits/{draft.slug}.json",
        draft.topic.get_absolute_url(),
    ):
        read(client, path, 404)


def test_a_correction_shows_what_was_said_before_and_why(client: Client) -> None:
    fact = corrected(make_fact(value="15,3", unit="%"), value="15,4", unit="%")
    html = read(client, fact.get_absolute_url())
    assert html.index("15,4\u00a0%") < html.index("15,3\u00a0%")
    assert "L’Insee a publié mieux." in html
    assert "L’Insee a publié mieux." in read(client, "/transparence/corrections/")


def test_a_register_without_correction_says_where_to_report_an_error(client: Client) -> None:
    html = read(client, "/transparence/corrections/")
    assert html.index("Aucune correction") < html.index("Écrivez-nous")


def test_a_withdrawn_fact_is_gone_with_its_reason(client: Client) -> None:
    fact = withdraw_fact(fact=make_fact(), reason="Source rétractée.", at=NOW)
    assert "Source rétractée." in read(client, fact.get_absolute_url(), 410)
    assert client.get(f"/transparence/faits/{fact.slug}.json").status_code == 410
    assert "Source rétractée." in read(client, "/transparence/corrections/")


def test_figures_that_differ_stand_side_by_side(client: Client) -> None:
    ours = make_fact(value="15,4", contested_group="exclusion")
    make_fact(value="10", statement="Plus de dix millions.", contested_group="exclusion")
    for path in (ours.get_absolute_url(), ours.topic.get_absolute_url()):
        html = read(client, path)
        assert "Chiffres qui diffèrent" in html
        assert "Plus de dix millions." in html


def test_a_contested_fact_is_listed_once_on_the_page_of_its_topic(client: Client) -> None:
    ours = make_fact(contested_group="exclusion")
    make_fact(contested_group="exclusion")
    html = read(client, ours.topic.get_absolute_url())
    assert html.count(f'href="{ours.get_absolute_url()}"') == 1


def test_a_figure_that_nobody_contradicts_is_not_contested(client: Client) -> None:
    fact = make_fact(value="15,4", contested_group="exclusion")
    make_draft(value="10", contested_group="exclusion")
    assert "Chiffres qui diffèrent" not in read(client, fact.get_absolute_url())


def test_a_fact_is_three_clicks_from_the_front(client: Client) -> None:
    fact = make_fact()
    assert fact.topic.get_absolute_url() in read(client, "/transparence/faits/")
    assert fact.get_absolute_url() in read(client, fact.topic.get_absolute_url())


def test_what_editors_write_never_runs(client: Client) -> None:
    source = make_source(title="<i>", publisher="<b>")
    fact = make_fact(statement="<script>alert(1)</script>", note="<u>", source=source)
    html = read(client, fact.get_absolute_url())
    assert not any(tag in html for tag in ("<script>alert", "<u>", "<i>", "<b>"))


def test_a_topic_goes_on_by_key(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "PAGE", 2)
    topic = make_topic()
    made = [make_fact(topic=topic, as_of=day) for day in ("2024", "2023-05", "2023", "")]
    path = topic.get_absolute_url()
    assert f"?apres={made[1].pk}" in read(client, path)
    html = read(client, f"{path}?apres={made[1].pk}")
    assert all(fact.get_absolute_url() in html for fact in made[2:])
    assert made[1].get_absolute_url() not in html


@pytest.mark.parametrize("position", ["x", "-1", "1.5", "9" * 40, "\x00"])
def test_a_place_in_a_list_that_is_none_is_refused(client: Client, position: str) -> None:
    fact = make_fact()
    for path in (
        fact.topic.get_absolute_url(),
        fact.get_absolute_url(),
        "/transparence/corrections/",
        "/transparence/chiffres/",
    ):
        assert client.get(path, {"apres": position}).status_code == 400


def test_pages_cost_the_same_however_many_facts(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    topic = make_topic()
    made = [make_fact(topic=topic, contested_group="un") for _ in range(30)]
    costs = [
        ("/transparence/faits/", 1),
        (topic.get_absolute_url(), 3),
        (made[0].get_absolute_url(), 3),
        ("/transparence/corrections/", 1),
    ]
    for path, queries in costs:
        with django_assert_num_queries(queries):
            read(client, path)
