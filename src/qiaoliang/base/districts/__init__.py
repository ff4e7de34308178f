"""The one district this installation serves."""
