"""A scene as a picture: signs, names in their places, legend, inset."""
