"""What the clock asks for, and when: each task may run twice, or late."""

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    # The outbox is the durable queue: a drain that the broker lost is made up for here.
    "drain the outbox": {"task": "core.tasks.drain_outbox", "schedule": 5.0},
    "seal what waits to be counted": {"task": "ledger.periodic.seal", "schedule": 2.0},
    "publish figures by place": {
        "task": "ledger.periodic.tally",
        "schedule": crontab(hour="3", minute="12"),
    },
    "keep the counts of the hour": {
        "task": "petitions.periodic.note_hour",
        "schedule": crontab(minute="1"),
    },
    "count all signatures again": {
        "task": "petitions.periodic.recount_signatures",
        "schedule": crontab(hour="2", minute="22"),
    },
    "check the public log": {
        "task": "ledger.periodic.scrub",
        "schedule": crontab(hour="4", minute="40"),
    },
    "close ended petitions": {
        "task": "petitions.periodic.close_ended_petitions",
        "schedule": crontab(minute="*"),
    },
    "reach thresholds": {
        "task": "petitions.periodic.reach_thresholds",
        "schedule": crontab(minute="*"),
    },
    "carry out annulments": {
        "task": "petitions.periodic.carry_out_annulments",
        "schedule": crontab(minute="*"),
    },
    "settle ended petitions": {
        "task": "petitions.periodic.settle_petitions",
        "schedule": crontab(hour="2", minute="47"),
    },
    "look for unusual signatures": {
        "task": "petitions.periodic.raise_alarms",
        "schedule": crontab(minute="7"),
    },
    "purge expired requests": {
        "task": "petitions.periodic.purge_expired_requests",
        "schedule": crontab(minute="17"),
    },
    # No telephone rings at night.
    "remind who has not confirmed": {
        "task": "petitions.periodic.remind_unconfirmed",
        "schedule": crontab(hour="8-19", minute="37"),
    },
    "begin waiting follows": {
        "task": "follows.periodic.begin_waiting_follows",
        "schedule": crontab(hour="2", minute="50"),
    },
    "forget wishes to follow": {
        "task": "follows.periodic.purge_requests",
        "schedule": crontab(minute="19"),
    },
    "forget unfinished proposals": {
        "task": "petitions.periodic.purge_unfinished_proposals",
        "schedule": crontab(hour="2", minute="53"),
    },
    "end collections of supporters": {
        "task": "petitions.periodic.end_collections",
        "schedule": crontab(minute="47"),
    },
    "send digests": {
        "task": "follows.periodic.send_digests",
        "schedule": crontab(hour="8", minute="5"),
    },
    "forget ended sessions": {
        "task": "accounts.periodic.forget_sessions",
        "schedule": crontab(minute="27"),
    },
    "destroy expired keys": {
        "task": "core.periodic.destroy_expired_keys",
        "schedule": crontab(minute="37"),
    },
}
