"""What is signed, and how a signature is verified."""
