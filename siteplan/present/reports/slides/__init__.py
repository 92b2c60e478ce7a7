"""A pack as slides: charts, tables and the map stay what a presenter can edit."""
