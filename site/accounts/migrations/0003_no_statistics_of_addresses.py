"""Keep addresses out of PostgreSQL's own statistics, where those of deleted accounts would stay."""

from django.db import migrations

# Before version 18 nothing but the owner of the server forgets what was gathered already.
FORGET = """
ALTER TABLE accounts_user ALTER COLUMN email SET STATISTICS 0;
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 180000 THEN
        PERFORM pg_clear_attribute_stats(current_schema(), 'accounts_user', 'email', false);
    END IF;
END
$$;
"""
GATHER = "ALTER TABLE accounts_user ALTER COLUMN email SET STATISTICS -1"


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_lines_of_roles")]
    operations = [migrations.RunSQL(FORGET, GATHER)]
