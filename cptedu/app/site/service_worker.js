// Keeps the course in the browser, so that it opens with the network off. Only what is as it was built is kept, each file under
// its content; a page that is opened asks first for the newest list of files, so nothing that is kept hides what is newer. The
// worker that came with JupyterLite serves a lesson's own files, as ever.

/**
 * @typedef {{mark: string, files: Record<string, string>, at_once: string[], python: Record<string, number>}} List
 */

const worker = /** @type {any} */ (self);
const HOME = new URL("./", location.href);
const NAME = `cptedu ${HOME.pathname}`;
const SITE = "cptedu/site.json";
const FILES = "cptedu/files.json";
const WHOLE = `${FILES}?whole`; // the list of the last site of which everything is kept: the network may go at any moment
const DRIVE = "api/drive"; // a lesson's own files, which the page holds
const CHANNEL = "/sw-api.v1"; // on which JupyterLite's page answers
const LATE = 10_000; // milliseconds after which no answer comes any more
const ELSEWHERE = ["service-worker.js", DRIVE, "api/stdin", "api/service-worker"]; // asked for as ever
const PATIENCE = 4000; // milliseconds for news of a newer site
const AT_ONCE = 4; // files that are had side by side
const LARGE = 2_000_000; // bytes
const OF_THE_WAY = ["content-encoding", "content-length", "transfer-encoding"]; // how bytes came, not what they are

/** @type {Promise<List | null> | null} */
let list = null;
/** @type {Set<string>} what has come of Python since a page was opened */
const come = new Set();
let isOff = false; // nobody answered when the page was opened

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.method === "POST" && inside(event.request.url)?.startsWith(DRIVE)) {
    event.stopImmediatePropagation();
    event.respondWith(drive(event.request));
    return;
  }
  const path = pathOf(event.request);
  if (path === null) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(event, path));
});

worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(renew())); // its first page was opened without it

worker.addEventListener("message", (/** @type {any} */ event) => {
  if (!Array.isArray(event.data?.keep)) return;
  event.waitUntil(keep(event.data.keep).then((kept) => event.source?.postMessage({ kept }), () => {}));
});

worker.importScripts("cptedu/drive.js");

/**
 * The path of what is asked for, seen from the site; null where it is nothing of ours.
 * @param {Request} request
 */
function pathOf(request) {
  const path = ["GET", "HEAD"].includes(request.method) ? inside(request.url) : null;
  return path === null || ELSEWHERE.some((one) => path.startsWith(one)) ? null : path;
}

/** @param {string} address */
function inside(address) {
  const { origin, pathname } = new URL(address, HOME);
  if (origin !== HOME.origin || !pathname.startsWith(HOME.pathname)) return null;
  const path = decodeURIComponent(pathname.slice(HOME.pathname.length));
  return path === "" || path.endsWith("/") ? `${path}index.html` : path;
}

/**
 * @param {any} event
 * @param {string} path
 */
async function answer(event, path) {
  const request = /** @type {Request} */ (event.request);
  if (request.mode === "navigate") {
    come.clear();
    await renew();
  }
  if (path === SITE) return (isOff && (await found(SITE))) || fetch(request);
  const hash = (await known())?.files[path];
  if (!hash) return ofAnOlderSite(request, path);
  const kept = await found(keyOf(path, hash));
  if (request.method === "HEAD") return kept ? new Response(null, { headers: kept.headers }) : fetch(request);
  if (!kept) return onTheWay(event, path, hash);
  event.waitUntil(tell(path));
  return kept;
}

/**
 * What the newest site does not have: where its host does not either, a page that was opened before may still find it kept.
 * @param {Request} request
 * @param {string} path
 */
async function ofAnOlderSite(request, path) {
  const reply = await fetch(request).catch(() => Response.error());
  if (reply.ok) return reply;
  const kept = await found(`${HOME.href}${encodeURI(path)}`, { ignoreSearch: true });
  return kept ? new Response(request.method === "HEAD" ? null : kept.body, { headers: kept.headers }) : reply;
}

/**
 * Let a file through; a large one is kept on its way, as many a browser would ask for it twice.
 * @param {any} event
 * @param {string} path
 * @param {string} hash
 */
async function onTheWay(event, path, hash) {
  const reply = await fetch(event.request, { cache: "no-cache" }); // a host may allow an older one for a while
  if (reply.ok && Number(reply.headers.get("content-length")) > LARGE) {
    const copy = reply.clone();
    const kept = caches.open(NAME).then((held) => put(held, keyOf(path, hash), hash, copy));
    event.waitUntil(kept.catch(() => {}).then(() => tell(path)));
  } else if (reply.ok) {
    event.waitUntil(tell(path));
  }
  return reply;
}

/**
 * Tell the pages how much of Python is there.
 * @param {string} path what has just come
 */
async function tell(path) {
  const { python = {} } = (await known()) ?? {};
  if (!(path in python)) return;
  come.add(path);
  const sum = (/** @type {Iterable<string>} */ paths) => [...paths].reduce((all, one) => all + (python[one] ?? 0), 0);
  const coming = { had: sum(come), of: sum(Object.keys(python)) };
  for (const page of await worker.clients.matchAll({ type: "window" })) page.postMessage({ coming });
}

/**
 * Ask the page for a file that a lesson reads or writes. A page whose storage is full, or in which another one was quicker, has no
 * answer; JupyterLite's worker would wait for one for ever, and Python with it. Python hears of a failure, and says so.
 * @param {Request} request
 */
async function drive(request) {
  const asked = await request.json();
  asked.requestId ??= crypto.randomUUID();
  asked.pathname = new URL(request.url).pathname;
  const channel = new BroadcastChannel(CHANNEL);
  const answer = new Promise((done) => {
    channel.onmessage = ({ data }) => {
      const isOurs = data.browsingContextId === asked.browsingContextId && data.requestId === asked.requestId;
      if (isOurs && "response" in data) done(new Response(JSON.stringify(data.response)));
    };
    setTimeout(() => done(new Response("", { status: 500 })), LATE);
  });
  channel.postMessage(asked);
  return answer.finally(() => channel.close());
}

/** Ask whether the site is a newer one; where nobody answers, it is as it was when all of it was kept. */
async function renew() {
  try {
    const site = await news(SITE);
    const { files: mark } = await site.clone().json();
    list = null;
    isOff = false;
    if (!mark || (await known())?.mark === mark) return;
    const written = await (await news(FILES)).text();
    if ((await hashOf(new TextEncoder().encode(written), mark.length)) !== mark) return; // a site that is just being copied
    const held = await caches.open(NAME);
    await held.put(SITE, site);
    await held.put(FILES, new Response(JSON.stringify({ mark, ...JSON.parse(written) })));
    list = null;
  } catch {
    const whole = await found(WHOLE);
    if (whole) await caches.open(NAME).then((held) => held.put(FILES, whole)).catch(() => {});
    list = null;
    isOff = true;
  }
}

/** @param {string} path */
async function news(path) {
  const reply = await fetch(path, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
  if (!reply.ok) throw new Error(`${path}: ${reply.status}`);
  return reply;
}

/** @returns {Promise<List | null>} */
function known() {
  list ??= read(FILES);
  return list;
}

/**
 * @param {string} name
 * @returns {Promise<List | null>}
 */
async function read(name) {
  return (await found(name))?.json() ?? null;
}

/**
 * @param {string} key
 * @param {CacheQueryOptions} [how]
 */
async function found(key, how) {
  const held = await caches.open(NAME).catch(() => null); // a browser that keeps nothing
  return held?.match(key, how).catch(() => undefined);
}

/**
 * @param {string} path
 * @param {string} hash
 */
function keyOf(path, hash) {
  return `${HOME.href}${encodeURI(path)}?kept=${hash}`;
}

/**
 * Keep what a lesson needs, and what this page has used.
 * @param {string[]} used addresses
 * @returns {Promise<boolean>} whether all of it is kept
 */
async function keep(used) {
  if (!(await known())) await renew();
  const now = await known();
  if (!now) return false;
  const held = await caches.open(NAME);
  const there = new Set((await held.keys()).map(({ url }) => url));
  const addresses = new Map(now.at_once.map((path) => [path, new URL(encodeURI(path), HOME).href]));
  for (const address of used) {
    const path = inside(address);
    if (path !== null) addresses.set(path, address); // with what the page wrote behind it: so it was fetched before
  }
  const wanted = [...addresses].filter(([path]) => now.files[path] && !there.has(keyOf(path, now.files[path])));
  let isWhole = true;
  const next = async () => {
    for (let one = wanted.pop(); one; one = wanted.pop()) {
      isWhole = (await had(held, ...one, now.files[one[0]] ?? "").catch(() => false)) && isWhole;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
  if (isWhole) {
    await held.put(WHOLE, new Response(JSON.stringify(now)));
    await leaveOld(held, now);
  }
  return isWhole;
}

/**
 * Have one file, from the browser's own memory where it is as it was built.
 * @param {Cache} held
 * @param {string} path
 * @param {string} address
 * @param {string} hash
 */
async function had(held, path, address, hash) {
  for (const cache of /** @type {RequestCache[]} */ (["force-cache", "reload"])) {
    const reply = await fetch(address, { cache });
    if (reply.ok && (await put(held, keyOf(path, hash), hash, reply))) return true;
  }
  return false;
}

/**
 * Keep a file, where it is as it was built.
 * @param {Cache} held
 * @param {string} key
 * @param {string} hash
 * @param {Response} reply
 */
async function put(held, key, hash, reply) {
  const bytes = new Uint8Array(await reply.arrayBuffer());
  if ((await hashOf(bytes, hash.length)) !== hash) return false;
  const headers = new Headers(reply.headers);
  for (const one of OF_THE_WAY) headers.delete(one);
  await held.put(key, new Response(bytes, { headers }));
  return true;
}

/**
 * Give up what no longer belongs to the site, unless a page that was opened before may still want it.
 * @param {Cache} held
 * @param {List} now
 */
async function leaveOld(held, now) {
  if ((await worker.clients.matchAll({ type: "window" })).length > 1) return;
  const lists = [SITE, FILES, WHOLE].map((name) => new URL(name, HOME).href);
  const wanted = new Set([...lists, ...Object.entries(now.files).map(([path, hash]) => keyOf(path, hash))]);
  for (const { url } of await held.keys()) if (!wanted.has(url)) await held.delete(url);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} length
 */
async function hashOf(bytes, length) {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((one) => one.toString(16).padStart(2, "0")).join("").slice(0, length);
}
