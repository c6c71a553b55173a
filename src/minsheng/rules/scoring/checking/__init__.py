"""What is wrong with a regulation before anything is scored."""
