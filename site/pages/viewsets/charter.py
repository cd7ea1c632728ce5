"""The charter of moderation at the editors' desk."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from moderation.models import Article
from moderation.services import save_article
from pages.viewsets.register import RegisterForm, RegisterViewSet


class ArticleForm(RegisterForm):
    """One article; its number is what decisions quote, so it does not change."""

    lasting = ("number",)

    class Meta(RegisterForm.Meta):
        model = Article
        fields = ("number", "title", "text")


class ArticleViewSet(RegisterViewSet[Article]):
    """The articles that moderators decide by."""

    model = Article
    name = "charte"
    icon = "clipboard-list"
    menu_label = _("Charte de modération")
    add_item_label = _("Ajouter un article")
    list_display = ("number", "title")
    ordering = ("number",)
    form_class = ArticleForm

    def create(self, *, typed: dict[str, Any], by: User) -> Article:
        return save_article(**typed)

    def change(self, kept: Article, *, typed: dict[str, Any], by: User) -> Article:
        return save_article(**typed)
