"""Pictures measured; OpenCV and Pillow live only here."""
