"""What waits at the desks of proposals, alarms and annulments, for that of moderation to say."""

from accounts.models import User
from petitions.models import Alarm, Annulment, Review


def reviews_for(_user: User) -> int:
    """Count the proposals that wait for a moderator."""
    return Review.objects.undecided().count()


def alarms_for(_user: User) -> int:
    """Count the alarms that nobody has settled."""
    return Alarm.objects.filter(is_settled=False).count()


def annulments_for(user: User) -> int:
    """Count the annulments that `user` did not propose and may approve."""
    return Annulment.objects.to_approve_by(user.pk).count()
