"""The two ways to confirm, each for browsers with JavaScript and without."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from itertools import chain

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.forms import CodeForm, wrong_code
from core.views.errors import unavailable
from ledger.errors import LogRefuses, SecretReused
from ledger.services import origin
from petitions import countries
from petitions.errors import (
    AlreadyConfirmed,
    Malformed,
    OtherSlot,
    PostcodeNeeded,
    SureNeeded,
    WrongProof,
)
from petitions.figures import area_name
from petitions.forms import LinkForm
from petitions.hiding import Choice, computed_in, drawn_in, new_secret
from petitions.models import SignatureRequest
from petitions.services import Confirmed, Proven, ensure_open, others_of_home, promised
from petitions.sharing import sharing_of
from petitions.views import answers

HTML, JSON = "text/html", "application/json"
CONFIRM, REFUSE = "confirm", "refuse"
POSTCODE_NEEDED = gettext_lazy(
    "Plusieurs demandes attendent pour votre adresse. "
    "Tapez ici le code postal que vous avez tapé pour signer."
)

SURE_NEEDED = gettext_lazy("Écrivez oui pour confirmer votre signature.")


@dataclass(frozen=True, slots=True)
class Door:
    """One way to confirm: what is typed there, and the services behind it.

    Attributes:
        form: bound if something was posted; its first field is what proves.
        template: the page that asks; `about` returns what it says of a wish that waits.
        shown: the page that shows what would be recorded before it is, to be confirmed or refused
            there; empty where the browser is the one that asked, and typed it.
        refuse: stops the letters; only where something is shown.
    """

    form: CodeForm | LinkForm
    find: Callable[[], SignatureRequest]
    prove: Callable[..., Proven]
    confirm: Callable[..., Confirmed]
    template: str
    about: Callable[[SignatureRequest], dict[str, object]]
    ensure_open: Callable[..., None] = ensure_open
    shown: str = ""
    refuse: Callable[..., SignatureRequest] | None = None


def enter(request: HttpRequest, slug: str, door: Door) -> HttpResponse:
    """Answer a browser at `door`: with the page, what a script asked for, or the receipt."""
    try:
        return _enter(request, door)
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)
    except LogRefuses:
        # Before it was recorded, if the database is a restored one; or after, if a key is missing.
        # Either way the same form gets its promise once the operator has acted.
        return unavailable(request)


def _enter(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        if request.method != "POST":
            return _ask(request, door)
        if request.get_preferred_type([HTML, JSON]) == JSON:
            return _answer_script(request, door)
        return _answer_page(request, door)
    except AlreadyConfirmed:
        return _already(request, door.find(), door)


def _ask(request: HttpRequest, door: Door, *, code: str = "") -> HttpResponse:
    """Show the form, with a fresh secret for a browser that runs no script.

    Args:
        code: the right one, where it does not say which wish is meant; it refuses letters.
    """
    wish = door.find()
    if wish.is_confirmed:
        return _already(request, wish, door)
    door.ensure_open(wish, at=timezone.now())
    context = door.about(wish) | _with_form(wish, door.form) | {"code": code}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if door.form.is_bound else HTTPStatus.OK
    return render(request, door.template, context, status=status)


def _already(request: HttpRequest, wish: SignatureRequest, door: Door) -> HttpResponse:
    """Say that it is confirmed, in the same words whether or not this wish added a signature.

    The form stays for the script whose answer was lost: the same values get the same receipt.
    """
    share = {"sharing": sharing_of(wish.petition)}
    context = _with_form(wish, type(door.form)()) | share
    return render(request, "petitions/already.html", context)


def _with_form(wish: SignatureRequest, form: CodeForm | LinkForm) -> dict[str, object]:
    about = {"petition": wish.petition, "form": form, "field": next(iter(form))}
    return about | {"secret": new_secret(), "log": origin()}


def _answer_page(request: HttpRequest, door: Door) -> HttpResponse:
    try:
        if door.form.is_valid():
            return _step(request, door, at=timezone.now())
    except WrongProof as wrong:
        door.form.add_error(_field(door), _wrong_proof(door, wrong))
    except PostcodeNeeded:
        [code] = _proof(door).values()
        door.form.add_error(_field(door), POSTCODE_NEEDED)
        return _ask(request, door, code=code)
    except SureNeeded:
        door.form.add_error("is_sure", SURE_NEEDED)
        return _show(request, door, _prove(door, at=timezone.now()))
    except (Malformed, SecretReused):
        door.form.add_error(None, _("Cette page n’est plus bonne. Appuyez encore une fois."))
    return _ask(request, door)


def _step(request: HttpRequest, door: Door, *, at: datetime) -> HttpResponse:
    """Show, refuse or confirm, for who typed what may prove it."""
    step = request.POST.get("step")
    if door.refuse and step == REFUSE:
        refused = door.refuse(**_proof(door), at=at)
        context = {"wish": refused, "until": refused.mailbox.refusal_ends_at}
        return render(request, "petitions/letters_refused.html", context)
    if door.shown and step != CONFIRM:
        return _show(request, door, _prove(door, at=at))
    confirmed = _confirm(door, drawn_in(request.POST), at=at)
    return answers.receipt(confirmed, at=at)


def _show(request: HttpRequest, door: Door, proven: Proven) -> HttpResponse:
    """Show what was typed, perhaps by somebody else; nothing is recorded."""
    typed, form = proven.typed, door.form
    if not form.errors:
        shown = {"news": typed.wants_news, "wish": proven.wish.pk}
        form = type(form)(initial=_proof(door) | shown)
    form.fields["is_sure"].required = True  # where it is shown, it is not « facultatif »
    context = {
        "code": form[_field(door)].value() if proven.is_by_code else "",
        "typed": typed,
        "place": countries.NAMES.get(typed.country) or area_name(proven.signing.area),
        "proof": form[_field(door)].as_hidden(),
        "wish": form["wish"],
        "others": others_of_home(proven.wish, at=timezone.now()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, door.shown, _with_form(proven.wish, form) | context, status=status)


def _answer_script(request: HttpRequest, door: Door) -> HttpResponse:
    """Tell a script what it needs to hide the signature, then what was recorded."""
    at = timezone.now()
    if not door.form.is_valid():
        said = chain.from_iterable(door.form.errors.values())
        return _error(" ".join(str(error) for error in said))
    try:
        choice = computed_in(request.POST)
        if choice is None:
            return _proven(_sure(door, at=at))
        confirmed = _confirm(door, choice, at=at)
    except OtherSlot:
        return _proven(_prove(door, at=at), status=HTTPStatus.CONFLICT)
    except WrongProof as wrong:
        return _error(_wrong_proof(door, wrong))
    except PostcodeNeeded:
        return _error(str(POSTCODE_NEEDED))
    except SureNeeded:
        return _error(str(SURE_NEEDED))
    except (Malformed, SecretReused):
        return _error(_("Cette page n’est plus bonne. Rechargez-la, puis recommencez."))
    except AlreadyConfirmed:
        if choice is None:
            raise  # a script at its first step leaves it to the page
        return JsonResponse({"already": True})  # its page is what the form itself is answered
    promise = promised(confirmed, at=at)
    return JsonResponse(
        {
            "commitment": confirmed.hidden.commitment.hex(),
            "geo": confirmed.hidden.geo.hex(),
            "promise": promise.note,
            "promise_key": str(promise.key),
            "receipt": answers.receipt_path(confirmed),
        }
    )


def _sure(door: Door, *, at: datetime) -> Proven:
    """Ask for the word before the script computes anything for who may still type another proof."""
    proven = _prove(door, at=at)
    if not (proven.is_by_code or door.form.cleaned_data["is_sure"]):
        raise SureNeeded
    return proven


def _proven(proven: Proven, *, status: int = HTTPStatus.OK) -> JsonResponse:
    signing = proven.signing
    said = {
        "petition": signing.petition,
        "version": signing.version,
        "text_hash": signing.text_hash.hex(),
        "kind": signing.kind,
        "slot": signing.slot,
        "address": proven.typed.address,
        "area": signing.area,
        "level": signing.level,
    }
    return JsonResponse(said, status=status)


def _error(sentence: str) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _wrong_proof(door: Door, wrong: WrongProof) -> str:
    if not door.shown:
        return wrong_code(wrong.left)
    return ngettext(
        "Ce n’est pas la bonne réponse. Le code à 6 chiffres du courriel convient toujours. "
        "Il vous reste %(left)s essai.",
        "Ce n’est pas la bonne réponse. Le code à 6 chiffres du courriel convient toujours. "
        "Il vous reste %(left)s essais.",
        wrong.left,
    ) % {"left": wrong.left}


def _field(door: Door) -> str:
    return next(iter(door.form.fields))


def _prove(door: Door, *, at: datetime) -> Proven:
    shown = door.form.cleaned_data.get("wish")
    return door.prove(**_proof(door), **({"wish": shown} if shown else {}), at=at)


def _confirm(door: Door, choice: Choice, *, at: datetime) -> Confirmed:
    if door.shown and not door.form.cleaned_data["wish"]:
        raise Malformed
    return door.confirm(**door.form.cleaned_data, choice=choice, at=at)


def _proof(door: Door) -> dict[str, str]:
    """Return what was typed as a proof, by the name of its field; the form is valid."""
    name = _field(door)
    return {name: door.form.cleaned_data[name]}
