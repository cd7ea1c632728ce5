"""Sign: the form, and the same form again to correct it."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import anonymous_post, client_prefix, private, public
from petitions.errors import NetworkIsBlocked, PetitionClosed, ProviderIsBlocked
from petitions.forms import SignatureForm
from petitions.models import Petition
from petitions.services import by_reference, ensure_open, request_signature, typed_in
from petitions.timeline import amendment_of
from petitions.views import answers


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
@public(max_age=60)
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a name, an address and a postcode; lead to the page that waits for the code."""
    at = timezone.now()
    form = SignatureForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid() and not form.asks_area:
            wish = request_signature(
                petition=Petition.objects.for_signing(slug),
                typed=form.typed(),
                network=client_prefix(request),
                at=at,
            )
            return redirect("petitions:confirm", slug=slug, reference=wish.reference)
    except (PetitionClosed, Petition.DoesNotExist):
        return answers.refusal(request, slug, PetitionClosed())
    except ProviderIsBlocked:
        form.add_error(
            "email",
            _(
                "Cette adresse ne permet pas de signer ici. Essayez avec une autre, "
                "ou signez sur papier auprès d’un comité."
            ),
        )
    except NetworkIsBlocked:
        form.add_error(
            None,
            _(
                "Ce réseau ne permet pas de signer ici. Essayez depuis un autre, "
                "ou signez sur papier auprès d’un comité."
            ),
        )
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    if not petition.accepts_signatures_at(at):
        return answers.refusal(request, slug, PetitionClosed())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "petitions/sign.html", _with(petition, form), status=status)


@require_safe
@private
def correct(request: HttpRequest, slug: str, reference: str) -> HttpResponse:
    """Show the form again with what this browser typed; sending it is a new wish to sign."""
    try:
        wish = by_reference(reference)
        if wish.is_confirmed:
            return redirect("petitions:confirm", slug=wish.petition.slug, reference=reference)
        ensure_open(wish, at=timezone.now())
        typed = typed_in(wish)
    except answers.REFUSALS as reason:
        return answers.refusal(request, slug, reason)
    form = SignatureForm(
        initial={
            "name": typed.name,
            "email": typed.address,
            "postcode": typed.postcode,
            "area": typed.area,
            "country": typed.country,
            "news": typed.wants_news,
        }
    )
    return render(request, "petitions/sign.html", _with(wish.petition, form) | {"is_private": True})


def _with(petition: Petition, form: SignatureForm) -> dict[str, object]:
    return {"petition": petition, "form": form, "amendment": amendment_of(petition)}
