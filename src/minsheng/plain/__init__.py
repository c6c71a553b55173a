"""Values as plain data: how each type is written, read and described, from one description."""
