// Whether a host gives out what the course needs, as the site itself says it; the sentences are those of the command that looks at a
// host. This text stands in the site's page as well: where a host's scripts do not start, nothing else could say why.

/** @typedef {{path: string, types: string[], refused: string, wrong_type: string}} LookedAt */

const NOT_ASKED_SO = [405, 501]; // a host that gives out files, and does not tell of them alone
const REFUSING = [403, 404, 410]; // whatever else a host answers, it may give the file out the next time
const PAUSE = 1000; // milliseconds, before a host is asked once more that did not tell
const PAGE = "text/html"; // which many hosts give, with a page that says so, for a file that they do not give out

/**
 * @param {string} base
 * @param {string} [nothingTold] what is said where the site's own words are not given out
 * @returns {Promise<string>} what is wrong, in words, or nothing
 */
export async function faultOfHost(base, nothingTold = "") {
  const reply = await orOnceMore(() => fetch(`${base}cptedu/site.json`));
  if (!reply) return ""; // nobody answers, or not to this: the host is not blamed
  const { plain_http: plainHttp, isolated, policy, keeps_nothing: keepsNothing, looked_at: lookedAt } = await reply.json().catch(() => ({}));
  if (!lookedAt) return nothingTold;
  if (!isSecureContext) return plainHttp;
  if (globalThis.crossOriginIsolated) return isolated;
  if (!(await mayRun())) return policy;
  if (!keepsAnything()) return keepsNothing;
  const found = await Promise.all(lookedAt.map((/** @type {LookedAt} */ one) => faultOfFile(base, one)));
  return found.find(Boolean) ?? "";
}

/**
 * Look whether all of Python lies there.
 * @param {string} base
 */
export async function faultOfCopy(base) {
  const told = ["site", "files"].map((name) => fetch(`${base}cptedu/${name}.json`).then((reply) => reply.json()));
  const [{ not_as_built: refused = "", not_looked_at: untold = "" }, { python = {} }] = await Promise.all(told).catch(() => [{}, {}]);
  const paths = Object.keys(python);
  const found = await Promise.all(paths.map((path) =>
    faultOfFile(base, { path, types: [], refused: refused.replace("{path}", path), wrong_type: "" })));
  const path = paths.find((_, at) => found[at] === null);
  return found.find(Boolean) ?? (path ? untold.replace("{path}", path) : "");
}

/**
 * In the page itself: say what keeps the course from beginning, as long as it has not begun.
 * @param {HTMLElement} place
 * @param {string} base
 * @param {string} nothingTold
 */
export async function sayUnlessBegun(place, base, nothingTold) {
  const fault = await faultOfHost(base, nothingTold);
  if (!fault) return;
  place.textContent = fault;
  place.style.animation = "none"; // at once
}

/** JupyterLab makes functions out of text, and instruments are scripts that Python gives to the page: a host may forbid both. */
async function mayRun() {
  const address = URL.createObjectURL(new Blob([""], { type: "text/javascript" }));
  try {
    new Function("");
    await import(address);
    return true;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** A browser that may keep nothing has no such places, or lets nobody look at them; without a worker alone a lesson starts. */
function keepsAnything() {
  try {
    const [data, words] = [indexedDB, localStorage, navigator.serviceWorker];
    return Boolean(data && words);
  } catch {
    return false;
  }
}

/**
 * @param {string} base
 * @param {LookedAt} file
 * @returns {Promise<string | null>} null where the host does not tell: that is not known to be a fault
 */
async function faultOfFile(base, { path, types, refused, wrong_type: wrongType }) {
  const reply = await orOnceMore(() => told(base + path));
  if (!reply) return null;
  const type = (reply.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  if (!reply.ok || type === PAGE) return refused;
  return types.length && !types.includes(type) ? wrongType : "";
}

/**
 * Ask a host, and once more where nobody answers, or with neither a file nor that it is not given out.
 * @param {() => Promise<Response>} ask
 * @returns {Promise<Response | null>} null where the host does not tell the second time, either
 */
async function orOnceMore(ask) {
  const tells = (/** @type {Response | null} */ reply) => (reply && (reply.ok || REFUSING.includes(reply.status)) ? reply : null);
  const reply = tells(await ask().catch(() => null));
  if (reply) return reply;
  await new Promise((resolve) => setTimeout(resolve, PAUSE));
  return tells(await ask().catch(() => null));
}

/**
 * What a host tells of a file: it is asked for the file only where it tells nothing without it.
 * @param {string} address
 */
async function told(address) {
  const reply = await fetch(address, { method: "HEAD" });
  if (!NOT_ASKED_SO.includes(reply.status)) return reply;
  const stop = new AbortController();
  const whole = await fetch(address, { signal: stop.signal });
  stop.abort();
  return whole;
}
