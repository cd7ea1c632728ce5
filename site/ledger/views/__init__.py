"""What the public log answers: its files, its programs, its pages."""
