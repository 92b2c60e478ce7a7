"""One page a site: where its customers live, why it opens, what it sells, earns and takes from whom."""
