"""Who did what to which object, when; written in the action's transaction, chained and signed afterwards."""
