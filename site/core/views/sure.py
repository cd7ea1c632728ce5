"""A second page before a step that nothing undoes; for people who logged in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

SURE = "sure"


def is_sure(request: HttpRequest) -> bool:
    """Tell whether the second page was answered."""
    return SURE in request.POST


def is_to_correct(request: HttpRequest) -> bool:
    """Tell whether the second page led back to the form, to change what was written."""
    return request.POST.get("step") == "correct"


def ask_again(
    request: HttpRequest,
    *,
    about: str,
    question: str,
    text: str,
    label: str,
    is_danger: bool = False,
    quoted: str = "",
) -> HttpResponse:
    """Ask `question` about something that has a title; `label` posts the same again.

    Args:
        quoted: what was written, to read again; a button posts it all with `is_to_correct`.
    """
    kept = [(name, said) for name, said in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = {
        "about": about,
        "question": question,
        "text": text,
        "label": label,
        "is_danger": is_danger,
        "quoted": quoted,
        "kept": [*kept, (SURE, "1")],
    }
    return render(request, "sure.html", context)
