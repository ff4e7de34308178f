"""``python3 qiao gallery``: a picture of every page of the product, to look through before it is shown to anybody."""
