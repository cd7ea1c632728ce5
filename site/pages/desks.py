"""What waits at the desk where proposals are read, for the desk of moderation to say."""

from accounts.access import has_role
from accounts.models import Role, User
from petitions.models import Review


def reviews_for(user: User) -> int:
    """Count the proposals that `user` may read: moderators of one place read none."""
    return Review.objects.undecided().count() if has_role(user, Role.Name.MODERATOR) else 0
