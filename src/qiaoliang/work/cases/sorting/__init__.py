"""分拣: what a case is about and whose it is, suggested from duty lists and the office's own decisions; the same matter said twice;
what many people raise. The worker reads and writes rows; pages only read them, and a person decides."""
