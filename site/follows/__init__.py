"""Who wants news of what."""
