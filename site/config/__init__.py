"""The project: settings, addresses, and the two doors (WSGI and Celery)."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
