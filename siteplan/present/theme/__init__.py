"""Theme: colours, classes, house style."""
