"""What ``webhook-test`` does: asks a running handler as the Gateway would, and as others would."""
