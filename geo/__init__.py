"""From news articles to incidents, control zones and maps. See `geo.run`."""
