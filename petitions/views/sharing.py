"""The picture that other sites show beside a link to a petition."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from core.http import public
from petitions.figures import count_of
from petitions.models import Petition
from petitions.share_image import share_image


@require_safe
@public(max_age=3600)
def image(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Draw it; the sites that ask keep it far longer than we do, so it bears its date."""
    petition = get_object_or_404(Petition.objects.published(), slug=slug)
    return HttpResponse(share_image(petition, count_of(petition)), content_type="image/png")
