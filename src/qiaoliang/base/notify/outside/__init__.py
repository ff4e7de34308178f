"""Notices that leave the house: mail, group robots, text messages. They carry numbers and a link, never a person's words."""
