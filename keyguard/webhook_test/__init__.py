"""The checks of ``webhook-test``: calls a running handler as the Gateway would, and as others
would."""
