"""Names and places, offline. See `gazetteer.load` and `gazetteer.geoparse`."""
