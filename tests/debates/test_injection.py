"""People's text is text: no script, no style, no frame, whoever shows it."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client

from moderation.registry import face_of
from tests.factories.debates import make_author, make_contribution, publish

ATTACKS = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[clic](javascript:alert(1))",
    "[clic](data:text/html;base64,PHNjcmlwdD4=)",
    '<a href="https://a.example" onclick="alert(1)" style="x">clic</a>',
    '<iframe src="https://a.example"></iframe>',
    "![image](https://a.example/pixel.png)",
    "</article></main><form action=https://a.example>",
    '"><svg/onload=alert(1)>',
    "{{ debate.pk }}{% debug %}",
]
ADDRESSES = {"href", "src", "action", "formaction", "data"}


class Danger(HTMLParser):
    """Collect what could run, load or send something in the author's name."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            runs = name.startswith("on") or name == "style"
            scheme = (value or "").partition(":")[0]
            leads_away = name in ADDRESSES and "a.example" in (value or "") and tag != "a"
            if runs or leads_away or (name in ADDRESSES and scheme in {"javascript", "data"}):
                self.found.append(f"{tag} {name}")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem and "alert" in data:
            self.found.append(self.cdata_elem)


def dangers(html: str) -> list[str]:
    danger = Danger()
    danger.feed(html)
    return danger.found


pytestmark = pytest.mark.django_db


def test_the_search_for_danger_finds_it() -> None:
    assert len([attack for attack in ATTACKS if dangers(attack)]) >= 6


@pytest.mark.parametrize("attack", ATTACKS)
def test_readers_get_no_markup_of_the_author_s(client: Client, attack: str) -> None:
    contribution = publish(make_contribution(make_author(), body=attack))
    paths = [contribution.debate.get_absolute_url(), contribution.get_absolute_url()]
    paths.append(f"{paths[1]}r/1/")
    for path in paths:
        assert dangers(client.get(path).content.decode()) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_moderators_get_no_markup_of_the_author_s(attack: str) -> None:
    contribution = make_contribution(make_author(), body=attack)
    assert dangers(face_of(contribution.item).html) == []


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_last_look_runs_nothing(client: Client, attack: str) -> None:
    author = make_author()
    debate = make_contribution(author).debate
    client.force_login(author)
    typed = {"kind": "for", "body": attack, "step": "preview"}
    html = client.post(f"/debats/{debate.slug}/participer/", typed).content.decode()
    assert dangers(html) == []


def test_a_pseudonym_is_text(client: Client) -> None:
    contribution = publish(make_contribution(make_author(pseudonym="<b>Gras</b>")))
    assert "<b>Gras" not in client.get(contribution.get_absolute_url()).content.decode()


def test_links_of_people_carry_no_weight(client: Client) -> None:
    contribution = publish(make_contribution(make_author(), body="[lire](https://a.example/)"))
    html = client.get(contribution.get_absolute_url()).content.decode()
    [link] = re.findall(r'<a [^>]*href="https://a\.example/"[^>]*>', html)
    assert 'rel="nofollow ugc"' in link


def test_signs_that_turn_a_line_around_are_dropped(client: Client) -> None:
    author = make_author()
    debate = make_contribution(author).debate
    client.force_login(author)
    typed = {"kind": "for", "body": "oui\u202enon", "step": "preview"}
    html = client.post(f"/debats/{debate.slug}/participer/", typed).content.decode()
    assert "ouinon" in html
