// What the course's server tells of it. Python decides and words all of it; here it is only fetched.

/**
 * @typedef {import("../../../../types").CourseTold} CourseTold
 * @typedef {import("../../../../types").PageSettings} PageSettings
 */

export class ServerTold {
  /** @param {PageSettings} settings */
  constructor(settings) {
    this.base = settings.baseUrl;
    this.isAsking = false; // a server is asked, and never the lesson's Python
  }

  /**
   * Ask for the course; null where there is none, or nobody answers.
   * @param {string} at a file or folder of the course
   * @returns {Promise<CourseTold | null>}
   */
  async course(at) {
    const reply = await fetch(this.where(at), { cache: "no-store", headers: known() }).catch(() => null);
    const told = reply?.ok ? await reply.json() : null;
    return told?.lessons?.length ? told : null;
  }

  /**
   * Tell that a lesson is in front.
   * @param {string} at
   */
  async opened(at) {
    await fetch(this.where(at), { method: "POST", headers: known() }).catch(() => null);
  }

  /**
   * Have Python started for a lesson while JupyterLab still loads; JupyterLab takes up what runs for it already.
   * @param {string} path
   */
  async start(path) {
    const session = { path, name: path.split("/").pop(), type: "notebook", kernel: { name: "python3" } };
    const headers = { "Content-Type": "application/json", ...known() };
    await fetch(`${this.base}api/sessions`, { method: "POST", headers, body: JSON.stringify(session) }).catch(() => null);
  }

  /** @param {string} at */
  where(at) {
    return `${this.base}cptedu/course?at=${encodeURIComponent(at)}`;
  }
}

/**
 * By this Jupyter knows its own pages.
 * @returns {Record<string, string>}
 */
function known() {
  const token = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1];
  return token ? { "X-XSRFToken": token } : {};
}
