"""Rules over a programme: each names its inputs and says what it found, held, or cannot know."""
