"""The tables: their schema, the query that filters them, their summaries."""
