"""Questions put under a proposal, and what people answer."""
