"""Have PostgreSQL itself hold two rules that models cannot say.

A reply answers a root of its own debate; a revision is never rewritten, only erased with the rest.
"""

from django.db import migrations

REPLIES_ANSWER_ROOTS = """
ALTER TABLE debates_contribution ADD CONSTRAINT contribution_answers_a_root_of_its_debate
    FOREIGN KEY (parent_id, debate_id, parent_is_root)
    REFERENCES debates_contribution (id, debate_id, is_root);
"""
REPLIES_ANSWER_ANYTHING = """
ALTER TABLE debates_contribution DROP CONSTRAINT contribution_answers_a_root_of_its_debate;
"""
REVISIONS_STAY = """
CREATE FUNCTION debates_revision_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A revision is never changed.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER revision_never_changes BEFORE UPDATE ON debates_revision
    FOR EACH ROW EXECUTE FUNCTION debates_revision_never_changes();
"""
REVISIONS_CHANGE = """
DROP TRIGGER revision_never_changes ON debates_revision;
DROP FUNCTION debates_revision_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [("debates", "0001_initial")]
    operations = [
        migrations.RunSQL(REPLIES_ANSWER_ROOTS, REPLIES_ANSWER_ANYTHING),
        migrations.RunSQL(REVISIONS_STAY, REVISIONS_CHANGE),
    ]
