"""One rendering for many readers, each of whom sees what is their own and nothing of others."""

import pytest
from django.test import Client
from django.utils import timezone

from petitions.views.frames import filled
from tests.factories.petitions import make_petition, signed

NOTICE = "components/notice.html"


def test_what_is_ones_own_is_escaped_as_a_template_does() -> None:
    page = filled(NOTICE, same={"level": "error"}, own={"text": "<b> & 'x'"})
    assert "<p>&lt;b&gt; &amp; &#x27;x&#x27;</p>" in page
    assert "notice-error" in page


def test_nothing_of_one_reader_is_shown_to_the_next() -> None:
    pages = [filled(NOTICE, same={}, own={"text": text}) for text in ["Ada", "Grace"]]
    assert ["Ada" in page for page in pages] == [True, False]
    assert "Grace" in pages[1]


def test_what_is_not_there_is_another_frame() -> None:
    with_title = filled(NOTICE, same={}, own={"text": "a", "title": "b"})
    assert "notice-title" in with_title
    assert "notice-title" not in filled(NOTICE, same={}, own={"text": "a"})


@pytest.mark.django_db
def test_the_receipts_of_two_petitions_are_their_own(client: Client) -> None:
    pages = []
    for title in ["Rouvrir <la> maternité", "Un débat"]:
        wish = signed(make_petition(title=title), at=timezone.now()).request
        path = f"/petitions/{wish.petition.slug}/recu/{wish.receipt_token}/"
        pages.append((wish, client.get(path).text))
    for (wish, page), (other, _) in [(pages[0], pages[1]), (pages[1], pages[0])]:
        assert wish.receipt_token in page
        assert wish.petition.slug in page
        assert other.receipt_token not in page
        assert other.petition.slug not in page
    assert "Rouvrir &lt;la&gt; maternité" in pages[0][1]
