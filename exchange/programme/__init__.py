"""The interchange file: a year's programme read and written as one JSON document."""
