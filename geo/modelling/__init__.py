"""Bring your own model: what a callable says of an article is checked against its text, then linked like the rules'."""
