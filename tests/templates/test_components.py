"""What the components promise to those who hear a page rather than see it."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone


class EveryField(forms.Form):
    name = forms.CharField(label="Vos prénom et nom", max_length=120)
    email = forms.EmailField(label="Votre adresse", help_text="Jamais publiée : jamais.")
    kind = forms.ChoiceField(
        label="Votre choix", widget=forms.RadioSelect, choices=[("for", "Pour"), ("no", "Contre")]
    )
    body = forms.CharField(label="Votre texte", widget=forms.Textarea, max_length=3000)
    news = forms.BooleanField(label="Je veux des nouvelles", required=False)
    phone = forms.CharField(label="Téléphone", required=False)


def render(component: str, **context: Any) -> str:
    template = engines["django"].get_template(f"components/{component}.html")
    return re.sub(r"[ \n]+", " ", template.render(context))


def test_every_field_has_a_label_of_its_own() -> None:
    for field in EveryField():
        html = render("field", field=field)
        assert f'for="{field.id_for_label}"' in html or "<legend>" in html


def test_what_describes_a_wrong_field_is_on_the_page() -> None:
    for field in EveryField({"email": "x"}):
        html = render("field", field=field)
        described = " ".join(re.findall(r'aria-describedby="([^"]*)"', html)).split()
        assert all(f'id="{name}"' in html for name in described)
        assert bool(described) == bool(field.errors or field.help_text)


def test_radio_buttons_stand_in_a_named_group() -> None:
    html = render("field", field=EveryField()["kind"])
    assert re.search(r"<fieldset> ?<legend> ?Votre choix ?</legend>", html)


def test_a_checkbox_stands_before_its_words() -> None:
    html = render("field", field=EveryField()["news"])
    assert html.index('type="checkbox"') < html.index("Je veux des nouvelles")


def test_only_what_is_optional_is_marked() -> None:
    form = EveryField()
    assert "(facultatif)" in render("field", field=form["phone"])
    assert "(facultatif)" not in render("field", field=form["name"])


def test_the_words_of_a_form_get_french_spaces() -> None:
    assert "publiée\u00a0: jamais" in render("field", field=EveryField()["email"])


def test_the_summary_leads_to_each_wrong_field() -> None:
    form = EveryField({"email": "x"})
    html = render("error_summary", form=form)
    links = re.findall(r'href="#([^"]+)"', html)
    assert links == ["id_name", "id_email", "id_kind_0", "id_body"]
    page = "".join(render("field", field=field) for field in form)
    assert all(f'id="{link}"' in page for link in links)


def test_a_form_without_fault_has_no_summary() -> None:
    assert render("error_summary", form=EveryField()).strip() == ""


def test_what_people_type_is_escaped_in_messages() -> None:
    form = EveryField({"kind": "<b>x</b>"})
    html = render("field", field=form["kind"]) + render("error_summary", form=form)
    assert "<b>x" not in html
    assert "&lt;b&gt;x" in html


def test_a_demand_is_never_shown_as_a_fact() -> None:
    demand = render("demand", text="une gestion publique", author="La coordination")
    assert "Demande du mouvement" in demand
    assert "«\u00a0une gestion publique\u00a0»" in demand
    assert "Fait" not in demand
    assert 'class="fact"' not in demand


@pytest.mark.parametrize(
    ("online", "words"), [(0, "signature confirmée"), (1, "signature confirmée"), (2, "signatures")]
)
def test_a_count_says_how_signatures_were_confirmed_and_when(online: int, words: str) -> None:
    count = SimpleNamespace(online=online, desk=10, paper=2, as_of=timezone.now())
    html = render("count", count=count)
    assert words in html
    assert "par courriel ou au guichet" in html
    assert "Dont 10 au guichet, par dizaines." in html
    assert "sur papier et relues." in html
    assert "<script" not in html
    assert '<time datetime="' in html


def test_a_tile_says_its_name_and_its_number_to_those_who_do_not_see_it() -> None:
    tile = SimpleNamespace(code="47", name="Lot-et-Garonne", count=2, href="/x", row=9, column=5)
    empty = SimpleNamespace(code="46", name="Lot", count=0, href="", row=8, column=6)
    html = render("tile_map", tiles=[tile, empty])
    assert 'aria-label="Lot-et-Garonne (47)\u00a0: 2 comités"' in html
    assert html.count("<a ") == 1


def test_a_list_that_ends_has_no_further_page() -> None:
    assert render("pagination", next="", first="").strip() == ""
    assert 'rel="next"' in render("pagination", next="?apres=3", first="")


@pytest.mark.parametrize("status", [400, 403, 404, 429, 503])
def test_an_error_says_in_french_what_to_do(status: int) -> None:
    request = RequestFactory().get("/nulle-part/")
    html = engines["django"].get_template(f"{status}.html").render({}, request)
    assert "noindex" in html
    assert "<h1>" in html
    assert 'href="/aide/"' in html


def test_the_last_resort_needs_neither_context_nor_manifest(settings: Any) -> None:
    settings.STATIC_URL = "/ailleurs/"
    html = engines["django"].get_template("500.html").render()
    assert "Le site a rencontré un problème" in html
    assert "{" not in html
