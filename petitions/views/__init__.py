"""What people meet: signing, confirming, reading the figures."""
