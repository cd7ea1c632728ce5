"""The charter, article by article."""

from django.db import transaction

from moderation.models import Article


@transaction.atomic
def save_article(*, number: int, title: str, text: str) -> Article:
    """Write the article of this number, new or not."""
    article, _ = Article.objects.update_or_create(
        number=number, defaults={"title": title, "text": text}
    )
    return article
