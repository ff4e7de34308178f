"""The invented demo district 云桥区: its organisations, people and six months of cases, made by the real actions."""
