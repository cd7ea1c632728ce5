"""The public addresses that search engines are told of."""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap as WagtailSitemap

from committees.models import Committee
from debates.models import Debate
from transparency.models import Fact


class DebateSitemap(Sitemap):
    """Every debate that the public may read."""

    def items(self) -> Any:
        return Debate.objects.published().order_by("pk")


class CommitteeSitemap(Sitemap):
    """Every committee."""

    def items(self) -> Any:
        return Committee.objects.by_place()


class FactSitemap(Sitemap):
    """Every published fact, with its last revision."""

    def items(self) -> Any:
        return Fact.objects.published().order_by("pk")

    def lastmod(self, item: Fact) -> datetime:
        return item.revised_at


class LedgerSitemap(Sitemap):
    """The public log, for people."""

    def items(self) -> Any:
        return ["ledger:home", "ledger:verifier"]

    def location(self, item: str) -> str:
        return reverse(item)


class PetitionSitemap(Sitemap):
    """The lists of petitions; each petition stands on the page of its proposal."""

    def items(self) -> Any:
        return ["petitions:index", "petitions:awaiting"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS = {
    "pages": WagtailSitemap,
    "debats": DebateSitemap,
    "comites": CommitteeSitemap,
    "faits": FactSitemap,
    "registre": LedgerSitemap,
    "petitions": PetitionSitemap,
}
