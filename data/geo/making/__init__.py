"""How the bundled study of Guangdong is made: one concept a module."""
