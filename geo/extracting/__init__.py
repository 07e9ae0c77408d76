"""From an article to what it tells: sentences, dates, counts, actors, attributions, events, control notes."""
