"""What may come otherwise than planned: risks, and a rival's reply."""
