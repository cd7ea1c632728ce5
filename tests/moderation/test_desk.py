"""The desk, as its moderator, a stranger, and somebody with another role meet it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from moderation.forms import RefusalForm
from moderation.models import Case, Decision, Item
from moderation.services import claim
from tests.factories.accounts import log_in, make_moderator, make_person_with, make_user
from tests.factories.moderation import TEXT, make_article, make_case, refuse

pytestmark = pytest.mark.django_db
DESK = "/moderation/"


@pytest.fixture
def moderator_client(client: Client) -> Client:
    return log_in(client, make_moderator())


def refusal(case: Case, **typed: object) -> dict[str, object]:
    given = {"version": case.version, "outcome": "refused", "article": make_article().pk}
    return given | {"reason": "Ce texte insulte une personne."} | typed


def pages(case: Case) -> list[str]:
    decision = refuse(make_case())
    return [
        DESK,
        f"/moderation/cas/{case.pk}/",
        f"/moderation/cas/{case.pk}/prendre/",
        f"/moderation/cas/{case.pk}/rendre/",
        f"/moderation/decisions/{decision.reference}/revenir/",
    ]


def test_a_stranger_sees_nothing_of_the_desk(client: Client) -> None:
    case = make_case()
    for page in pages(case):
        assert client.post(page)["Location"].startswith("/compte/connexion/")
        assert client.get(page)["Location"].startswith("/compte/connexion/")
    assert Item.objects.get(pk=case.item_id).state == "waiting"


def test_after_logging_in_again_one_comes_back_to_the_page_of_the_form(client: Client) -> None:
    case = make_case()
    path = f"/moderation/cas/{case.pk}/"
    answer = client.post(f"{path}prendre/", headers={"referer": f"http://testserver{path}"})
    assert answer["Location"] == f"/compte/connexion/?next={path}"
    answer = client.post(f"{path}prendre/", headers={"referer": "https://evil.example/x"})
    assert answer["Location"] == f"/compte/connexion/?next={path}prendre/"


@pytest.mark.parametrize("role", ["editor", "organiser", "administrator", ""])
def test_people_without_the_role_are_refused(client: Client, role: str) -> None:
    log_in(client, make_person_with(role) if role else make_user())
    for page in pages(make_case()):
        assert client.post(page).status_code == 403
        assert client.get(page).status_code == 403


def test_the_oldest_case_comes_first_and_its_age_is_said_in_words(moderator_client: Client) -> None:
    now = timezone.now()
    old = make_case(at=now - timedelta(hours=80))
    recent = make_case(at=now)
    page = moderator_client.get(DESK).content.decode()
    assert page.index(f"/cas/{old.pk}/") < page.index(f"/cas/{recent.pk}/")
    assert "En retard" in page
    assert "Récent" in page


def test_two_clicks_publish_a_plain_case(moderator_client: Client) -> None:
    case = make_case(at=timezone.now())
    page = moderator_client.post(f"/moderation/cas/{case.pk}/prendre/", follow=True)
    assert TEXT in page.content.decode()
    case.refresh_from_db()
    typed = {"version": case.version, "outcome": "published"}
    assert moderator_client.post(f"/moderation/cas/{case.pk}/", typed)["Location"] == DESK
    assert Item.objects.get(pk=case.item_id).state == "published"


def test_a_refusal_wants_article_and_sentence_and_keeps_what_was_typed(
    moderator_client: Client,
) -> None:
    case = make_case(at=timezone.now())
    for missing in [{"article": ""}, {"reason": ""}, {"article": "999999"}]:
        response = moderator_client.post(f"/moderation/cas/{case.pk}/", refusal(case, **missing))
        assert response.status_code == 422
    page = moderator_client.post(f"/moderation/cas/{case.pk}/", refusal(case, article=""))
    assert "Ce texte insulte une personne." in page.content.decode()
    assert not Decision.objects.exists()
    moderator_client.post(f"/moderation/cas/{case.pk}/", refusal(case))
    assert Decision.objects.get().outcome == "refused"


@pytest.mark.parametrize(
    "typed",
    [
        {"outcome": "deleted"},
        {"version": "x"},
        {"version": "9" * 30},
        {"article": "' OR 1=1"},
        {"reason": "x" * 501},
        {"reason": "\x00" * 20},
    ],
)
def test_garbage_is_an_error_of_the_form(moderator_client: Client, typed: dict[str, str]) -> None:
    case = make_case(at=timezone.now())
    response = moderator_client.post(f"/moderation/cas/{case.pk}/", refusal(case, **typed))
    assert response.status_code == 422


def test_who_was_slower_is_told_and_nothing_changes(moderator_client: Client) -> None:
    case = make_case(at=timezone.now())
    seen = refusal(case)
    refuse(case, at=timezone.now())
    response = moderator_client.post(f"/moderation/cas/{case.pk}/", seen)
    assert response.status_code == 409
    assert "plus rapide" in response.content.decode()


def test_a_case_held_by_another_cannot_be_taken(moderator_client: Client) -> None:
    case = make_case(at=timezone.now())
    claim(case=case, by=make_moderator(), at=timezone.now())
    assert moderator_client.post(f"/moderation/cas/{case.pk}/prendre/").status_code == 409
    assert "Une autre personne" in moderator_client.get(DESK).content.decode()


def test_one_s_own_text_is_left_to_others(client: Client) -> None:
    moderator = make_moderator()
    log_in(client, moderator)
    case = make_case(moderator, at=timezone.now())
    assert client.post(f"/moderation/cas/{case.pk}/prendre/").status_code == 403
    typed = {"version": case.version, "outcome": "published"}
    assert client.post(f"/moderation/cas/{case.pk}/", typed).status_code == 403


def test_a_moderator_of_one_place_does_not_see_another(client: Client) -> None:
    log_in(client, make_moderator(scope="committee:1"))
    here, there = make_case(scope="committee:1"), make_case(scope="committee:2")
    page = client.get(DESK).content.decode()
    assert f"/cas/{here.pk}/" in page
    assert f"/cas/{there.pk}/" not in page
    assert client.get(f"/moderation/cas/{there.pk}/").status_code == 404


def test_coming_back_to_a_decision_opens_its_case(moderator_client: Client) -> None:
    decision = refuse(make_case())
    response = moderator_client.post(f"/moderation/decisions/{decision.reference}/revenir/")
    case = Case.objects.undecided().get()
    assert response["Location"] == f"/moderation/cas/{case.pk}/"
    again = moderator_client.post(f"/moderation/decisions/{decision.reference}/revenir/")
    assert again.status_code == 409


def test_a_decided_case_leads_to_its_decision(moderator_client: Client) -> None:
    decision = refuse(make_case())
    assert decision.case
    response = moderator_client.get(f"/moderation/cas/{decision.case.pk}/", follow=True)
    page = response.content.decode()
    assert "Revenir sur cette décision" in page
    assert decision.get_absolute_url() in page
    assert decision.reference in moderator_client.get(DESK).content.decode()


def test_visiting_a_decision_reopens_nothing(moderator_client: Client) -> None:
    decision = refuse(make_case())
    path = f"/moderation/decisions/{decision.reference}/revenir/"
    assert moderator_client.get(path).status_code == 200
    assert not Case.objects.undecided().exists()
    moderator_client.post(path)
    case = Case.objects.undecided().get()
    again = refuse(case, by=case.claimed_by, at=timezone.now())
    page = moderator_client.get(path).content.decode()
    assert again.reference in page
    assert "Revenir sur cette décision" not in page


def test_a_long_queue_is_paged_and_costs_the_same_queries(
    moderator_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(30):
        make_case(at=timezone.now())
    with django_assert_max_num_queries(9):
        first = moderator_client.get(DESK).content.decode()
    assert first.count("/prendre/") == 25
    last = Case.objects.order_by("pk")[24].pk
    assert f"?apres={last}" in first
    assert moderator_client.get(f"{DESK}?apres={last}").content.decode().count("/prendre/") == 5


def test_an_empty_queue_counts_nothing(moderator_client: Client) -> None:
    html = moderator_client.get(DESK).text
    assert "0 texte" not in html
    assert "Aucune contribution n’attend." in html


def test_a_reason_keeps_no_sign_that_turns_its_reading_order() -> None:
    typed = {"version": 1, "outcome": "refused", "article": make_article().pk}
    form = RefusalForm(typed | {"reason": "Ce texte \u202einsulte\u202c une\u200b personne."})
    assert form.is_valid()
    assert form.cleaned_data["reason"] == "Ce texte insulte une personne."
