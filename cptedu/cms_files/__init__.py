"""Files of CMS that a user downloaded: recognised by their header, read row by row, kept for the course's codes alone."""
