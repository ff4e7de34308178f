"""The same matter said twice: text proposes, place and subject confirm."""
