"""Store: what is kept between visits."""
