"""The administrator's pages of what is data: catalogue, calendar."""
