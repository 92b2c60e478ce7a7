"""What a board asks: who pays, who looks after owners, what becomes of each site, and what to doubt."""
