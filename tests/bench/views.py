"""What the platform is measured against: the least that Django can do."""

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from tests.bench.models import BareLetter, BareMailbox, BareWish


class BareForm(forms.Form):
    """Three fields."""

    name = forms.CharField(max_length=120)
    email = forms.EmailField()
    postcode = forms.CharField(max_length=12)


def hello(request: HttpRequest) -> HttpResponse:
    """Answer two words, through every middleware."""
    return HttpResponse("Hello, world")


@csrf_exempt
def bare_form(request: HttpRequest) -> HttpResponse:
    """Check three fields, insert three rows, redirect: no key, no limit, no rendered letter."""
    form = BareForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    typed = form.cleaned_data
    with transaction.atomic():
        mailbox = BareMailbox.objects.create(email=typed["email"])
        wish = BareWish.objects.create(
            mailbox=mailbox, name=typed["name"], postcode=typed["postcode"]
        )
        BareLetter.objects.create(to=typed["email"], text="Bonjour")
    return redirect(f"/bench/{wish.pk}/")
