"""How moderators and authors meet a contribution outside its debate."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from moderation.registry import face_of, faces_of
from tests.factories.debates import make_author, make_contribution, publish

pytestmark = pytest.mark.django_db


def test_a_moderator_sees_the_text_and_what_it_answers() -> None:
    root = publish(make_contribution(make_author(), body="Le texte de départ."))
    reply = make_contribution(make_author(), parent=root, body="Ma réponse.")
    face = faces_of([reply.item])[reply.item.pk]
    assert face.title == "Réponse"
    assert face.place == root.debate.title
    assert face.html.index("Le texte de départ.") < face.html.index("Ma réponse.")


def test_a_moderator_is_led_to_what_a_waiting_text_answers() -> None:
    root = make_contribution(make_author())
    assert face_of(root.item).context_path == root.debate.get_absolute_url()
    reply = make_contribution(make_author(), parent=publish(root))
    assert face_of(reply.item).context_path == root.get_absolute_url()
    assert face_of(publish(reply).item).context_path == reply.get_absolute_url()


def test_an_author_finds_what_waits_on_the_account_page(client: Client) -> None:
    author = make_author()
    contribution = make_contribution(author)
    client.force_login(author)
    html = client.get("/compte/").content.decode()
    path = face_of(contribution.item).author_path
    assert f'href="{path}"' in html
    assert client.get(path).status_code == 200


def test_a_queue_is_described_in_two_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    root = publish(make_contribution(make_author()))
    items = [make_contribution(make_author(), parent=root).item for _ in range(3)]
    with django_assert_num_queries(2):
        faces_of(items)
