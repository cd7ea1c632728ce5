"""Keep addresses out of PostgreSQL's own statistics, where those of deleted accounts would stay for as long as few others change."""

from django.db import migrations

FORGET = """
ALTER TABLE accounts_user ALTER COLUMN email SET STATISTICS 0;
SELECT pg_clear_attribute_stats(current_schema(), 'accounts_user', 'email', false);
"""
GATHER = "ALTER TABLE accounts_user ALTER COLUMN email SET STATISTICS -1"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_lines_of_roles")]
    operations = [migrations.RunSQL(FORGET, GATHER)]
