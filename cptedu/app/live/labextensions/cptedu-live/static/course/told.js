// What the course's server tells of it. Python decides and words all of it; here it is only fetched.

/** @typedef {import("../../../../types").CourseTold} CourseTold */

/**
 * Ask for the course; null where there is none, or nobody answers.
 * @param {string} base
 * @param {string} at a file or folder of the course
 * @returns {Promise<CourseTold | null>}
 */
export async function askForCourse(base, at) {
  const reply = await fetch(where(base, at), { cache: "no-store" }).catch(() => null);
  const told = reply?.ok ? await reply.json() : null;
  return told?.lessons?.length ? told : null;
}

/**
 * Tell that a lesson is in front.
 * @param {string} base
 * @param {string} at
 */
export async function noteOpened(base, at) {
  await fetch(where(base, at), { method: "POST", headers: known() }).catch(() => null);
}

/**
 * Have Python started for a lesson while JupyterLab still loads; JupyterLab takes up what runs for it already.
 * @param {string} base
 * @param {string} path
 */
export async function startPython(base, path) {
  const session = { path, name: path.split("/").pop(), type: "notebook", kernel: { name: "python3" } };
  const headers = { "Content-Type": "application/json", ...known() };
  await fetch(`${base}api/sessions`, { method: "POST", headers, body: JSON.stringify(session) }).catch(() => null);
}

/**
 * By this Jupyter knows its own pages.
 * @returns {Record<string, string>}
 */
function known() {
  const token = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie)?.[1];
  return token ? { "X-XSRFToken": token } : {};
}

/**
 * @param {string} base
 * @param {string} at
 */
function where(base, at) {
  return `${base}cptedu/course?at=${encodeURIComponent(at)}`;
}
