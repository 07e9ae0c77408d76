"""Incident tables to a Folium map, the map document, and the offline snapshot."""
