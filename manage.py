#!/usr/bin/env python
"""Run Django's commands; `python3 run.py manage …` does the same with the embedded services."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    execute_from_command_line(sys.argv)
