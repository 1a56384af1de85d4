"""Cards that a lesson puts between its sentences: HTML where the front end shows it, the same in words where it does not."""
