"""The application: the command, the learner's folder, the servers that it starts, and what makes a lesson live in them."""
