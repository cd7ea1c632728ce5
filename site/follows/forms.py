"""What is typed to follow: one address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import AddressField


class FollowForm(forms.Form):
    """The address that wants news."""

    use_required_attribute = False

    email = AddressField(
        help_text=_("Vous allez y recevoir un code. Elle n’est jamais publiée."),
    )
