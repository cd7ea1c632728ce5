"""Static files under names that tell their content: scripts, styles, and what scripts import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Rename the imports inside ES modules too: a page never mixes scripts of two releases."""

    support_js_module_import_aggregation = True
    # One for each step in a chain of imports, and one to see that nothing is left to rename.
    max_post_process_passes = 20
