"""Whatever is posted to a page of petitions, nothing breaks and nothing is signed or taken back.

The pages come from the addresses, the fields from the forms: a new one is tried unasked.
"""

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from django.forms import Form
from django.test import Client
from django.urls import URLPattern, reverse
from django.urls.converters import UUIDConverter
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.forms import CodeForm
from core.http import ANONYMOUS_POST_VIEWS
from follows.models import Follow, FollowMailbox, FollowRequest, WaitingFollow
from follows.urls import urlpatterns as follow_urls
from ledger.models import Entry
from petitions import forms
from petitions.models import Mailbox, OwnMailbox, Petition, Signature, SignatureRequest
from petitions.services import ask_for_list, ask_for_news
from petitions.urls import urlpatterns
from tests.factories.petitions import ask, make_petition, signed

pytestmark = pytest.mark.django_db
FORMS = [form for _, form in inspect.getmembers(forms, inspect.isclass) if issubclass(form, Form)]
FORMS += [CodeForm]
# Beside the fields of the forms: what hides a signature, and a question of the sign page.
NAMES = {"secret", "slot", "lock", "identity", "geo_identity", "extra", "area"}
NAMES |= {name for form in FORMS for name in form.base_fields}
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
VALUES = st.one_of(
    WORDS,
    st.sampled_from(["", "on", "oui", "\x00", "01200", "SW1A 1AA", "BE", "x@", "-1", "9" * 40]),
    st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    st.from_regex(r"[0-9]{6}", fullmatch=True),
    st.just("long " * 500),
)
FORMS_SENT = st.dictionaries(st.sampled_from(sorted(NAMES)) | WORDS, VALUES, max_size=8)
TYPES = [
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
]
RAW = st.tuples(
    st.binary(max_size=80), st.sampled_from([*TYPES, "application/json", "x;charset=y"])
)
ACCEPTED = st.sampled_from(["text/html", "application/json", "*/*", "", "image/png;q=x"])


def is_open_to_all(pattern: URLPattern) -> bool:
    view = pattern.callback
    return f"{view.__module__}.{view.__qualname__}" in ANONYMOUS_POST_VIEWS


PAGES = [
    (f"{app}:{page.name}", page)
    for app, pages in (("petitions", urlpatterns), ("follows", follow_urls))
    for page in pages
    if isinstance(page, URLPattern) and is_open_to_all(page)
]


def books() -> tuple[Any, ...]:
    """Return all that a bad post must leave as it is."""
    return (
        sorted(Signature.objects.values_list("commitment", flat=True)),
        Entry.objects.count(),
        [Follow.objects.count(), WaitingFollow.objects.count()],
        list(SignatureRequest.objects.order_by("pk").values_list("pk", "confirmed_on")),
        list(Petition.objects.order_by("pk").values_list("status", "version", "text_sha256")),
    )


def secrets() -> dict[str, st.SearchStrategy[str]]:
    """Return what may stand in an address: what opens something, and what opens nothing."""
    petition, at = make_petition(), timezone.now()
    receipt = signed(petition, at=at).request
    wish = ask(petition, at=at, address="grace@example.org", postcode="29280")
    own_list = ask_for_list(address="ada@example.org", at=at)
    news = ask_for_news(petition=petition, address="ada@example.org", at=at)
    made_up = st.from_regex(r"[\w-]{1,60}", fullmatch=True, alphabet=st.characters(codec="ascii"))
    references = [wish.reference, own_list.reference, news.reference]
    tokens = [wish.link_token, receipt.receipt_token, own_list.link_token]
    return {
        "slug": st.just(petition.slug) | made_up,
        "reference": st.sampled_from(references) | made_up,
        "token": st.sampled_from(tokens) | made_up,
    }


def post_anything(client: Client) -> Callable[[st.DataObject], None]:
    """Return the test of one post; the petition, its signer and their secrets are made once."""
    known = secrets()
    before = books()

    def post(data: st.DataObject) -> None:
        name, page = data.draw(st.sampled_from(PAGES))
        parts = {
            part: data.draw(st.uuids() if isinstance(kind, UUIDConverter) else known[part])
            for part, kind in page.pattern.converters.items()
        }
        address = reverse(name, kwargs=parts)
        sent, kind = data.draw(st.tuples(FORMS_SENT, st.none()) | RAW)
        typed: dict[str, Any] = {"content_type": kind} if kind else {}
        headers = {"Accept": data.draw(ACCEPTED)}
        # Five wrong codes would close the wish to all the posts that follow.
        SignatureRequest.objects.update(attempts=0)
        Mailbox.objects.update(wrong_codes=0)
        OwnMailbox.objects.update(wrong_codes=0)
        FollowRequest.objects.update(attempts=0)
        FollowMailbox.objects.update(wrong_codes=0)
        response = client.post(address, sent, headers=headers, **typed)
        assert response.status_code < 500
        assert books() == before

    return post


def try_posts(client: Client, number: int) -> None:
    post = post_anything(client)
    allowed = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]

    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=allowed)
    @given(st.data())
    def run(data: st.DataObject) -> None:
        post(data)

    run()


def test_every_form_of_petitions_is_tried() -> None:
    names = {name for name, _ in PAGES}
    signing = {"sign", "confirm", "resend", "link", "withdraw", "mine-ask", "mine", "follow"}
    assert {f"petitions:{name}" for name in signing} <= names
    assert {"follows:request", "follows:resend", "follows:stop"} <= names


def test_bad_posts_break_nothing_and_change_nothing(client: Client) -> None:
    try_posts(client, 150)


@pytest.mark.long
def test_ten_thousand_bad_posts_break_nothing_and_change_nothing(client: Client) -> None:
    try_posts(client, 10_000)
