"""Cases 诉求: one matter a person brings, from the first word to the rated answer."""
