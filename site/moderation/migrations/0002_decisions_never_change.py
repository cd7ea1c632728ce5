"""Have PostgreSQL itself refuse to rewrite or delete a decision; only the names of who or what is gone may be emptied."""

from django.db import migrations

FORBID = """
CREATE FUNCTION moderation_decision_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kept moderation_decision;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'A moderation decision is never deleted.' USING ERRCODE = 'check_violation';
    END IF;
    kept := NEW;
    IF NEW.item_id IS NULL THEN kept.item_id := OLD.item_id; END IF;
    IF NEW.case_id IS NULL THEN kept.case_id := OLD.case_id; END IF;
    IF NEW.decided_by_id IS NULL THEN kept.decided_by_id := OLD.decided_by_id; END IF;
    IF kept IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'A moderation decision is never changed.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_never_changes BEFORE UPDATE OR DELETE ON moderation_decision
    FOR EACH ROW EXECUTE FUNCTION moderation_decision_never_changes();
"""
ALLOW = """
DROP TRIGGER decision_never_changes ON moderation_decision;
DROP FUNCTION moderation_decision_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
