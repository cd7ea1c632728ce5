"""What the site says of its log for programs: its keys, its counts, the programs themselves."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from ledger.assembling import assembled
from ledger.sed1.entries import KeyUse
from ledger.services.announcing import announced_keys, shown_counts
from ledger.views.answers import A_MINUTE, A_MOMENT, TEXT, for_a_while, open_to_all

_USES = {KeyUse.CHECKPOINT: "checkpoint", KeyUse.PROMISE: "promise"}


@open_to_all
def keys(request: HttpRequest) -> HttpResponseBase:
    """List the keys of the log, a vkey a line, each under a comment on its use and state."""
    lines = [
        f"# {_USES[key.use]}, {'ended' if key.has_ended else 'active'}\n{key.verifier}\n"
        for key in announced_keys()
    ]
    # A browser refuses a promise whose key is not listed: a key that just began must be.
    return for_a_while("".join(lines), TEXT, seconds=A_MOMENT)


@open_to_all
def counts(request: HttpRequest) -> HttpResponseBase:
    """Give the counts that pages show, for comparison with those of the log."""
    size, shown = shown_counts()
    petitions = {
        str(petition): {"online": online, "paper": paper}
        for petition, (online, paper) in shown.items()
    }
    headers = {"Cache-Control": f"public, max-age={A_MOMENT}"}
    return JsonResponse({"size": size, "petitions": petitions}, headers=headers)


@open_to_all
def program(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give « verify » or « witness » as one file that needs nothing of ours."""
    response = for_a_while(assembled(name), "text/x-python; charset=utf-8", seconds=A_MINUTE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.py"'
    return response
