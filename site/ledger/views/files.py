"""What entries of the log name by its hash: objects, and figures by département."""

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from ledger import store
from ledger.services.publishing import object_path, tally_path
from ledger.views.answers import A_MINUTE, TEXT, absent, for_a_while, for_ever, open_to_all


@open_to_all
def named_object(request: HttpRequest, digest: str) -> HttpResponseBase:
    """Give the object of this hash, unless it was erased: caches must forget it soon as well."""
    content = store.read(object_path(bytes.fromhex(digest)))
    if not content:  # erased, or never there
        return absent(
            _(
                "Aucun objet publié ne porte cette empreinte. S’il a été effacé, son empreinte"
                " reste au registre, et ne dit plus rien."
            )
        )
    return for_a_while(content, "application/json", seconds=A_MINUTE)


@open_to_all
def tally(request: HttpRequest, petition: str, day: str) -> HttpResponseBase:
    """Give the figures by département of one petition and day."""
    content = store.read(tally_path(int(petition), int(day)))
    return absent() if content is None else for_ever(content, TEXT)


@open_to_all
def tally_days(request: HttpRequest, petition: str) -> HttpResponseBase:
    """List the days that have figures by département, oldest first."""
    example = store.public_folder() / tally_path(int(petition), 0)
    days = sorted(int(file.stem) for file in example.parent.glob("[0-9]*.txt"))
    headers = {"Cache-Control": f"public, max-age={A_MINUTE}"}
    return JsonResponse({"days": days}, headers=headers)
