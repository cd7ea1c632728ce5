"""Static files under names that tell their content: scripts, styles, and what scripts import."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ModuleAwareStorage(CompressedManifestStaticFilesStorage):
    """Rename the imports inside ES modules too: a page never mixes scripts of two releases."""

    support_js_module_import_aggregation = True
