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
  const known = /(?:^|;\s*)_xsrf=([^;]*)/.exec(document.cookie);
  const headers = known?.[1] ? { "X-XSRFToken": known[1] } : undefined;
  await fetch(where(base, at), { method: "POST", headers }).catch(() => null);
}

/**
 * @param {string} base
 * @param {string} at
 */
function where(base, at) {
  return `${base}cptedu/course?at=${encodeURIComponent(at)}`;
}
