"""What may come otherwise than planned: the tornado of assumptions, risks, a rival's reply."""
