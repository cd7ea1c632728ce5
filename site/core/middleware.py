"""What surrounds every request."""

from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.utils.deprecation import MiddlewareMixin

__all__ = ["ContentSecurityPolicyMiddleware", "PageCacheMiddleware"]


class PageCacheMiddleware(MiddlewareMixin):
    """Answer anonymous readers from memory."""
