"""Celery's door: tasks asked for by services (`tasks`) and by the clock (`periodic`)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
# Celery's command lays BROKER_URL, as redis-py writes it, over the spelling of our settings.
os.environ.pop("CELERY_BROKER_URL", None)

app = Celery("sante_en_debat")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="periodic")
