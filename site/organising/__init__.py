"""The organisers’ front office."""
