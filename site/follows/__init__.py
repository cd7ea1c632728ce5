"""Who wants news of what; a row proves nothing about who signed."""
