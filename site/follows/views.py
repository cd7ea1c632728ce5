"""The way out of every letter of news."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from core.http import anonymous_post
from follows import services


@anonymous_post
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: uuid.UUID) -> HttpResponse:
    """Show a button that stops the letters; a post stops them.

    The answer is the same whether or not the token still stands for something, and the post is
    answered without a redirect, as mail providers ask (RFC 8058).
    """
    if request.method != "POST":
        return render(request, "follows/stop.html")
    services.stop(token=token)
    return render(request, "follows/stopped.html")
