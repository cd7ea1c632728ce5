"""Five supporters bring a proposal to its review; the clock ends it without them."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client

from accounts.models import Role
from accounts.services import grant_role
from core.moments import day_fr
from petitions.errors import EnoughSupporters, OwnProposal
from petitions.models import Event, Petition, Supporter
from petitions.models.review import SUPPORTERS_AT_MOST
from petitions.services import (
    end_collections,
    refuse_review,
    resubmit,
    support,
    take_support_back,
    warn_collectors,
)
from tests.factories.accounts import log_in, make_moderator, make_user
from tests.factories.core import last_letter, waiting_letters
from tests.factories.petitions import NOW
from tests.factories.proposals import (
    EXPLANATION,
    make_collecting,
    make_proposal_draft,
    make_reason,
    make_review,
    make_wording,
)

pytestmark = pytest.mark.django_db


def address(petition: Petition) -> str:
    return f"/petitions/{petition.slug}/participer/soutenir/"


def test_a_stranger_logs_in_before_supporting(client: Client) -> None:
    petition = make_collecting()
    assert client.post(address(petition)).status_code == 302
    assert not Supporter.objects.exists()


def test_a_stranger_reads_the_title_of_what_looks_for_supporters(client: Client) -> None:
    petition = make_collecting(title="Un guichet <b>humain")
    door = client.get(address(petition), follow=True).text
    assert "Pour lire et soutenir" in door
    assert "Un guichet &lt;b&gt;humain" in door
    assert petition.text not in door


def test_a_stranger_reads_nothing_of_what_was_refused_and_corrected(client: Client) -> None:
    review, by, reason = make_review(), make_moderator(), make_reason()
    refuse_review(review=review, reason=reason, explanation=EXPLANATION, by=by, at=NOW)
    petition = Petition.objects.get()
    resubmit(petition=petition, wording=make_wording(title="Jamais relu"), at=NOW)
    door = client.get(address(petition), follow=True).text
    assert "Pour lire et soutenir cette proposition" in door
    assert "Jamais relu" not in door


def test_the_page_of_a_proposal_is_found_by_no_search_engine(client: Client) -> None:
    log_in(client, make_user(), second_factor=False)
    html = client.get(address(make_collecting())).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html


def test_somebody_supports_once_and_takes_it_back(client: Client) -> None:
    petition = make_collecting()
    log_in(client, make_user(), second_factor=False)
    for _ in range(2):
        client.post(address(petition))
    assert petition.supporters.counted().count() == 1
    assert "Vous soutenez" in client.get(address(petition)).content.decode()
    client.post(address(petition), {"step": "back"})
    assert not petition.supporters.exists()


def test_who_supports_reads_it_first_and_moderators_what_it_costs_them(client: Client) -> None:
    petition = make_collecting()
    for user, told in [(make_user(), False), (make_moderator(), True)]:
        log_in(client, user)
        html = client.post(address(petition), follow=True).text
        assert "<title>Vous soutenez" in html
        assert html.index("C’est fait") < html.index("<h1>")
        assert ("vous ne pouvez plus l’examiner" in html) is told


def test_no_level_of_heading_is_skipped(client: Client) -> None:
    petition = make_review().petition
    log_in(client, make_moderator())
    for page in [address(petition), f"/moderation/propositions/{petition.reviews.get().pk}/"]:
        levels = [int(level) for level in re.findall(r"<h(\d)", client.get(page).text)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_nobody_supports_their_own_proposal(client: Client) -> None:
    author = make_user()
    petition = make_collecting(author)
    log_in(client, author, second_factor=False)
    assert client.post(address(petition)).status_code == 409
    assert petition.supporters.count() == 0


def test_nobody_supports_their_own_proposal_from_an_alias() -> None:
    petition = make_collecting(make_user("mallory@gmail.com"))
    with pytest.raises(OwnProposal):
        support(petition=petition, user=make_user("m.allory+0@googlemail.com"), at=NOW)


def test_one_mailbox_is_one_supporter_whatever_its_aliases(client: Client) -> None:
    petition, first = make_collecting(), make_user("mallory@gmail.com")
    support(petition=petition, user=first, at=NOW)
    for alias in range(4):
        log_in(client, make_user(f"mallory+{alias}@gmail.com"), second_factor=False)
        answer = client.post(address(petition))
        assert answer.status_code == 409
        assert "Cette adresse soutient déjà cette proposition." in answer.text
    assert petition.supporters.get().user == first


def test_a_mailbox_whose_support_was_taken_back_may_support_again() -> None:
    moderator = make_user("charles@gmail.com")
    grant_role(user=moderator, role=Role.Name.MODERATOR, scope="", at=NOW)
    for first in (make_user("ada@gmail.com"), moderator):
        petition = make_collecting()
        support(petition=petition, user=first, at=NOW)
        take_support_back(petition=petition, user=first)
        alias = make_user(first.email.replace("@", "+2@"))
        support(petition=petition, user=alias, at=NOW)
        assert petition.supporters.counted().get().user == alias


def test_a_draft_has_no_page_for_supporters(client: Client) -> None:
    log_in(client, make_user(), second_factor=False)
    draft = make_proposal_draft()
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft)).status_code == 404


def test_the_fifth_asks_for_a_review_and_its_author_is_told() -> None:
    author = make_user()
    petition = make_collecting(author, supporters=4)
    assert petition.status == Petition.Status.COLLECTING
    support(petition=petition, user=make_user(), at=NOW)
    petition.refresh_from_db()
    assert petition.status == Petition.Status.REVIEW
    assert petition.reviews.get().opened_at == NOW
    assert petition.events.filter(kind=Event.Kind.SUPPORTED).count() == 1
    assert last_letter().to == author.email
    assert petition.title not in last_letter().subject + last_letter().text
    assert f"votre proposition du {day_fr(NOW)}" in last_letter().text


def test_twenty_count_and_no_more() -> None:
    petition = make_collecting(supporters=SUPPORTERS_AT_MOST)
    with pytest.raises(EnoughSupporters):
        support(petition=petition, user=make_user(), at=NOW)
    assert petition.supporters.count() == SUPPORTERS_AT_MOST


def test_a_support_is_taken_back_until_the_decision(client: Client) -> None:
    review = make_review()
    supporter = Supporter.objects.first()
    assert supporter is not None
    log_in(client, supporter.user, second_factor=False)
    assert "Retirer mon soutien" in client.get(address(review.petition)).text
    assert client.post(address(review.petition), {"step": "back"}).status_code == 302
    assert review.petition.supporters.count() == 4
    assert review.petition.reviews.undecided().exists()


def test_an_author_is_warned_once_a_week_before_the_end() -> None:
    make_collecting()
    early, late = NOW + timedelta(days=52), NOW + timedelta(days=53)
    assert warn_collectors(at=early) == 0
    assert [warn_collectors(at=late), warn_collectors(at=late)] == [1, 0]
    assert len(waiting_letters()) == 1


def test_sixty_days_without_supporters_end_a_proposal() -> None:
    petition, reviewed = make_collecting(), make_review().petition
    assert end_collections(at=NOW + timedelta(days=59, hours=23)) == 0
    assert end_collections(at=NOW + timedelta(days=60)) == 1
    petition.refresh_from_db()
    reviewed.refresh_from_db()
    assert petition.status == Petition.Status.WITHDRAWN
    told = {event.get_kind_display() for event in petition.events.all()}
    assert "Retirée faute de soutiens" in told
    assert "par ses auteurs" not in f"{told} {petition.get_status_display()}"
    assert reviewed.status == Petition.Status.REVIEW
