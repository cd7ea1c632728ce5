"""Record committees and take them away."""

from django.db import IntegrityError, transaction

from committees import search
from committees.departements import BY_CODE
from committees.errors import SlugTaken, UnknownDepartement, UnreadableDate
from committees.models import Committee
from core import partial_dates


@transaction.atomic
def save_committee(
    *,
    committee: Committee | None = None,
    slug: str,
    name: str,
    town: str,
    departement: str,
    evidence: str,
    insee_code: str = "",
    defends: str = "",
    source_url: str = "",
    source_date: str = "",
    status: str = Committee.Status.AWAITING,
    presentation: str = "",
) -> Committee:
    """Write down what is known of a committee; a new one unless `committee` is given.

    Args:
        committee: the row to rewrite.
        slug: the end of its address, unique.
        departement: its code: 47, 2A, 971.
        evidence: where what is said was read, in a sentence.
        source_date: 2022-03-24, 2022-03, 2022, or nothing.
        status: one of `Committee.Status`; only the federation confirms.
        presentation: the committee's own words, in Markdown.

    Raises:
        UnknownDepartement, UnreadableDate: nothing was written.
        SlugTaken: another committee has this address; nothing was written.
    """
    if departement not in BY_CODE:
        raise UnknownDepartement(departement)
    try:
        date_read = partial_dates.checked(source_date)
    except partial_dates.BadPartialDate as error:
        raise UnreadableDate(source_date) from error
    row = committee or Committee()
    row.slug, row.name, row.town = slug, name, town
    row.departement, row.insee_code = departement, insee_code
    row.defends, row.evidence = defends, evidence
    row.source_url, row.source_date = source_url, date_read
    row.status, row.presentation = status, presentation
    row.words = search.words_of([name, town, BY_CODE[departement].name, defends])
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise SlugTaken(slug) from error
    return row


@transaction.atomic
def delete_committee(*, committee: Committee) -> None:
    """Take a committee off the site; deleting it twice does no harm."""
    Committee.objects.filter(pk=committee.pk).delete()
