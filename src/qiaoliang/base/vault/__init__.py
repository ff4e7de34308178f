"""Who a person is and how to reach them: sealed, apart from the matter, opened only with a reason that is logged."""
