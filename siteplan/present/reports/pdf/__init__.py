"""The board pack on paper: A4, tagged, archivable, the same bytes whenever it is made anew."""
