"""Have PostgreSQL itself refuse to rewrite the log: what has an index, a root, stays as it is."""

from django.db import migrations

FORBID = """
CREATE FUNCTION ledger_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The log is never rewritten.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER sealed_entry_never_changes BEFORE UPDATE OR DELETE ON ledger_entry
    FOR EACH ROW WHEN (OLD.index IS NOT NULL) EXECUTE FUNCTION ledger_never_changes();
CREATE TRIGGER checkpoint_never_changes BEFORE UPDATE OR DELETE ON ledger_checkpoint
    FOR EACH ROW EXECUTE FUNCTION ledger_never_changes();
CREATE TRIGGER tally_never_changes BEFORE UPDATE OR DELETE ON ledger_tallyfile
    FOR EACH ROW EXECUTE FUNCTION ledger_never_changes();
"""
ALLOW = """
DROP TRIGGER sealed_entry_never_changes ON ledger_entry;
DROP TRIGGER checkpoint_never_changes ON ledger_checkpoint;
DROP TRIGGER tally_never_changes ON ledger_tallyfile;
DROP FUNCTION ledger_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
