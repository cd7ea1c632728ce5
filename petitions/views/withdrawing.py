"""Take a signature back with its receipt: the page, and what its script sends."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import anonymous_post, public
from ledger.errors import DoesNotOpen, NotInTheLog
from petitions.forms import ReceiptForm
from petitions.models import Petition
from petitions.services import withdraw_with_receipt


@require_http_methods(["GET", "HEAD", "POST"])
@anonymous_post
@public(max_age=60)
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Explain the two ways to withdraw; take back what a receipt opens. No address is sent."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    if request.method != "POST":
        return render(request, "petitions/retirer.html", {"petition": petition})
    form = ReceiptForm(request.POST)
    try:
        if form.is_valid():
            is_new = withdraw_with_receipt(petition=petition, **form.cleaned_data)
            context = {"petition": petition, "is_new": is_new}
            return render(request, "petitions/retirer_done.html", context)
        refusal = _("Ce n’est pas un reçu complet. Choisissez encore une fois le fichier.")
    except NotInTheLog:
        refusal = _("Aucune signature de cette pétition ne correspond à ce reçu.")
    except DoesNotOpen:
        refusal = _("Ce reçu n’ouvre pas cette signature. Vérifiez l’adresse et le fichier.")
    context = {"petition": petition, "refusal": refusal}
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "petitions/retirer.html", context, status=status)
