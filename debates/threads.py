"""Read the contributions of a debate as threads, page by page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.utils.safestring import SafeString

from core.text import render_contribution
from debates.models import Contribution, ContributionQuerySet, Debate

ROOTS_PER_PAGE = 20
REPLIES_UNDER_A_ROOT = 2
REPLIES_PER_PAGE = 40
# A page of people's text weighs at most 100 kB; this is what the frame around it leaves.
CHARACTERS_PER_PAGE = 60_000


@dataclass(frozen=True, slots=True)
class Post:
    """A contribution and its text as HTML: empty when the public may not read it any more."""

    contribution: Contribution
    html: SafeString


@dataclass(frozen=True, slots=True)
class Thread:
    """A root with its first replies, oldest first, and how many it has in all."""

    root: Post
    replies: Sequence[Post]
    reply_count: int

    @property
    def has_more(self) -> bool:
        return self.reply_count > len(self.replies)

    @property
    def size(self) -> int:
        """Characters of HTML that people's text takes."""
        return sum(len(post.html) for post in [self.root, *self.replies])


@dataclass(frozen=True, slots=True)
class Page[T]:
    """Some rows of a list; `after` is the key its next page starts behind, None at the end."""

    rows: Sequence[T]
    after: int | None


@lru_cache(maxsize=2048)
def render_once(text: str) -> SafeString:
    """Render a person's text; readers ask for the same ones again (2,048 of them are 4 MB)."""
    return render_contribution(text)


def post(contribution: Contribution) -> Post:
    """Render a contribution loaded `with_text`; what is not published gets no text."""
    return Post(
        contribution, render_once(contribution.text) if contribution.is_published else SafeString()
    )


def own_post(contribution: Contribution) -> Post:
    """Render a contribution loaded `with_text` for its author, whatever its state."""
    return Post(contribution, render_once(contribution.text))


def own_posts(*, debate: Debate, author_id: int, before: int | None) -> Page[Post]:
    """Return up to 20 contributions of one person to `debate`, newest first; one query."""
    own = debate.contributions.by(author_id).select_related("debate").with_text().order_by("-pk")
    if before is not None:
        own = own.filter(pk__lt=before)
    found = [own_post(contribution) for contribution in own[: ROOTS_PER_PAGE + 1]]
    rows = found[:ROOTS_PER_PAGE]
    return Page(rows, rows[-1].contribution.pk if len(found) > len(rows) else None)


def newest_threads(*, debate: Debate, kind: str | None, before: int | None) -> Page[Thread]:
    """Return up to 20 threads of `debate`, newest first; three queries.

    Fewer than 20 when they are long, so that the page stays light; never none if there is one.

    Args:
        kind: keep roots of this `Contribution.Kind`; None for all.
        before: start behind the root with this primary key; None for the newest.
    """
    roots = debate.contributions.readable_roots().with_text().order_by("-pk")
    if kind is not None:
        roots = roots.filter(kind=kind)
    if before is not None:
        roots = roots.filter(pk__lt=before)
    found = list(roots[: ROOTS_PER_PAGE + 1])
    threads = list(_light_enough(_with_replies(found[:ROOTS_PER_PAGE])))
    more = len(found) > len(threads)
    return Page(threads, threads[-1].root.contribution.pk if more else None)


def replies_after(*, root: Contribution, after: int) -> Page[Post]:
    """Return up to 40 published replies to `root`, oldest first, behind that primary key."""
    replies = root.replies.published().with_text().filter(pk__gt=after).order_by("pk")
    found = [post(reply) for reply in replies[: REPLIES_PER_PAGE + 1]]
    more = len(found) > REPLIES_PER_PAGE
    rows = found[:REPLIES_PER_PAGE]
    return Page(rows, rows[-1].contribution.pk if more else None)


def _with_replies(roots: Sequence[Contribution]) -> Iterator[Thread]:
    replies = Contribution.objects.published().filter(parent__in=roots).order_by()
    counts = dict(replies.values_list("parent_id").annotate(Count("pk")))
    under: dict[int | None, list[Post]] = defaultdict(list)
    for reply in _first_of_each(replies):
        under[reply.parent_id].append(post(reply))
    for root in roots:
        yield Thread(post(root), under[root.pk], counts.get(root.pk, 0))


def _first_of_each(replies: ContributionQuerySet) -> ContributionQuerySet:
    """Keep the first replies of each root, oldest first."""
    rank = Window(RowNumber(), partition_by="parent_id", order_by="pk")
    return (
        replies.with_text().alias(rank=rank).filter(rank__lte=REPLIES_UNDER_A_ROOT).order_by("pk")
    )


def _light_enough(threads: Iterable[Thread]) -> Iterator[Thread]:
    size = 0
    for thread in threads:
        size += thread.size
        if size > CHARACTERS_PER_PAGE and size > thread.size:
            return
        yield thread
