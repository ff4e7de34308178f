"""The least that Django does for the same pages: plain models, plain views, plain templates, nothing of ours.

It is what the product is measured against. It was written before the product was measured and is not changed to make it
look slower or faster."""
