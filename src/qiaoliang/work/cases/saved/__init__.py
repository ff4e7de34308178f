"""常用视图: the filters, order and columns of a list under a name, for oneself or for one's unit."""
