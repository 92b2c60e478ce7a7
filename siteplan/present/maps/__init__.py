"""Maps: folium lives only here."""
