"""Every form that needs neither account nor cookie is known here."""

from importlib import import_module

from django.conf import settings

from core.http import ANONYMOUS_POST_VIEWS

KNOWN = {
    "follows.views.resend",
    "follows.views.show_request",
    "follows.views.stop",
    "petitions.views.confirming.confirm",
    "petitions.views.confirming.hasten",
    "petitions.views.confirming.link",
    "petitions.views.confirming.resend",
    "petitions.views.following.follow",
    "petitions.views.mine.ask",
    "petitions.views.mine.close",
    "petitions.views.mine.link",
    "petitions.views.mine.resend",
    "petitions.views.mine.show",
    "petitions.views.mine.withdraw",
    "petitions.views.receipts.printed",
    "petitions.views.receipts.proof_file",
    "petitions.views.signing.sign",
    "petitions.views.withdrawing.withdraw",
}


def test_every_view_open_to_anonymous_posts_is_listed() -> None:
    import_module(settings.ROOT_URLCONF)
    ours = {name for name in ANONYMOUS_POST_VIEWS if not name.startswith("tests.")}
    assert ours == KNOWN
