"""What the market page adds to its map: sites of a visitor, files, areas."""
