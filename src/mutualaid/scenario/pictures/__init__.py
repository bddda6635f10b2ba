"""Pictures of what scenarios come to, drawn with matplotlib, in Chinese or in English."""
