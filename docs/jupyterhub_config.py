"""A JupyterHub for a class: who has an account on this computer gets the course. See the page "How a class gets the course"."""

c = get_config()  # noqa: F821  (JupyterHub gives it)

# Where it listens. A door to the network needs https: either a web server in front of this address, or the two files below.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"
# c.JupyterHub.ssl_cert = "/etc/ssl/certs/course.pem"
# c.JupyterHub.ssl_key = "/etc/ssl/private/course.key"

# Everybody who can log in on this computer, and nobody else; names under admin_users may stop other people's servers.
c.Authenticator.allow_all = True
c.Authenticator.admin_users = set()

# Lessons are laid, and newer ones beside changed ones, each time a learner's server starts; it opens on the course's first page.
c.Spawner.cmd = ["sh", "-c", 'cptedu && exec jupyterhub-singleuser "$@"', "sh"]
c.Spawner.default_url = "/doc/workspaces/course/tree/cptedu-course"
c.Spawner.start_timeout = 120
c.Spawner.http_timeout = 60
