"""What the pages where people write answer alike."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from debates import threads
from debates.models import Debate

CONTRIBUTION_LIMIT = "20/hour"
SEND = "send"
PREVIEW = "preview"


def form_or_preview(
    request: HttpRequest, template: str, form: Form, context: dict[str, Any]
) -> HttpResponse:
    """Show the form (422 when something in it is wrong), or how its text will look."""
    if form.is_bound and not form.is_valid():
        return render(request, template, context, status=422)
    if request.POST.get("step") == PREVIEW:
        context["preview"] = threads.render_once(form.cleaned_data["body"])
    return render(request, template, context)


def closed(request: HttpRequest, debate: Debate) -> HttpResponse:
    """Say when the debate ended, or when it will begin."""
    context = {"debate": debate, "is_over": debate.is_over_at(timezone.now())}
    return render(request, "debates/closed.html", context, status=410)


def withdrawn(request: HttpRequest, debate: Debate) -> HttpResponse:
    """Say that the author took the contribution back."""
    return render(request, "debates/gone.html", {"debate": debate}, status=410)
