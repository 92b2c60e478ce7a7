"""A plan told in five pictures to who decides: demand, today, what opens, who is reached, what may go wrong."""
