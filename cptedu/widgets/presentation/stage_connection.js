// @ts-check
// Whether the slides still answer. The page asks Python every moment; when no answer comes it finds out who is silent, the
// kernel or the server behind it, says so and what to do, and takes it back as soon as an answer comes.

/**
 * @typedef {{status: string, connectionStatus: string}} Kernel
 * @typedef {{send(content: object): void, on(event: string, call: (content: any) => void): void,
 *   off(event: string, call: (content: any) => void): void, widget_manager?: {kernel?: Kernel}}} Asked
 */

const TICK = 100;
const EVERY = 500; // together with the patience below two seconds
const PATIENCE = 1000; // a kernel that computes longer says that it is busy, and is not taken for gone
const ASK_SERVER = 400;
const SERVER_PATIENCE = 800;
const ASK_AGAIN = 3000;

const WORDS = /** @type {Record<string, [string, string]>} */ ({
  busy: ["The slides are still at work.", "The key that was pressed is done as soon as they are ready."],
  asleep: [
    "The slides are not answering just now. If this stays, stop them in their terminal window with Ctrl-C and start them again.",
    "The key that was pressed is done when they answer.",
  ],
  gone: ["The slides have stopped answering. Press F5: they start again at %.", "The key that was pressed did nothing."],
  comesBack: [
    "The program behind the slides has ended. In ten seconds press F5: if it has started again, they go on at %. If not within a"
      + " minute, or if it was stopped, start it in its terminal window, with the command used before.",
    "The key that was pressed did nothing.",
  ],
  ended: [
    "The program behind the slides has ended. Start it again in its terminal window, with the command used before.",
    "The key that was pressed did nothing.",
  ],
});

/** Is the server there? Asked by a file that the page has already had from it. @returns {Promise<boolean>} */
async function serverAnswers() {
  const had = performance.getEntriesByType("resource").map((one) => one.name)
    .find((name) => name.startsWith(`${location.origin}/`) && /\.(js|css)\b/.test(name));
  if (!had) return true;
  try {
    await fetch(had, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(SERVER_PATIENCE) });
    return true;
  } catch {
    return false;
  }
}

/** Whether the server is there: null while nobody knows, and asked once at a time. */
function watchedServer() {
  /** @type {boolean | null} */
  let isThere = null;
  let isAsking = false;
  return {
    isThere: () => isThere,
    forget: () => { isThere = null; },
    ask: async () => {
      if (isAsking) return;
      isAsking = true;
      isThere = await serverAnswers();
      isAsking = false;
    },
  };
}

/** The kernel behind the page, as far as the page knows it. @param {Asked} model */
function linkTo(model) {
  const kernel = () => model.widget_manager?.kernel;
  return {
    isBusy: () => kernel()?.status === "busy",
    isThere: () => (kernel()?.connectionStatus ?? "connected") === "connected",
    send: (/** @type {object} */ content) => {
      try {
        model.send(content);
      } catch {
        // A kernel that is gone takes no messages; that no answer comes is said below.
      }
    },
  };
}

/**
 * Watch whether Python answers.
 * @param {Asked} model
 * @param {(words: string) => void} tell what to show; nothing where all is well
 * @param {{start: string, comesBack: boolean}} way where the slides start again when the page is loaded anew, and whether the
 *   program behind them is started again by itself
 * @param {AbortSignal} signal ends the watch
 * @returns {(content: object) => void} sends to Python what was pressed, and sees to it that a key that was lost is said
 */
export function watchConnection(model, tell, { start, comesBack }, signal) {
  let answered = performance.now(), asked = 0, since = 0, ticked = answered, beat = 0;
  let isPressed = false, wasThere = true, state = "";
  const server = watchedServer();
  const link = linkTo(model);

  const judge = () => {
    if (!link.isThere()) return comesBack ? "comesBack" : "ended";
    if (server.isThere() === null) return state; // it is being asked, and has its own time
    if (!server.isThere()) return "asleep";
    return link.isBusy() ? "busy" : "gone";
  };
  const say = () => tell(state && [WORDS[state][0].replace("%", start), isPressed ? WORDS[state][1] : ""].join(" ").trim());
  const become = (/** @type {string} */ found) => {
    if (found === state) return;
    state = found;
    say();
  };
  const tick = () => {
    const now = performance.now();
    const wasAway = now - ticked > EVERY; // the page itself stood still, so that its clock tells nothing
    ticked = now;
    if (document.hidden || wasAway) {
      if (!state) [answered, since] = [now, 0];
      return;
    }
    const isBack = link.isThere() && !wasThere;
    wasThere = link.isThere();
    if (since && isBack) [since, asked] = [now, now - ASK_AGAIN]; // nobody could have answered before
    if (since ? now - asked >= ASK_AGAIN : now - answered >= EVERY) {
      asked = now;
      since ||= now;
      if (link.isThere()) link.send({ are_you_there: (beat += 1) });
    }
    if (!since) return;
    const silent = now - since;
    if (silent >= ASK_SERVER && link.isThere() && (server.isThere() === null || asked === now)) void server.ask();
    if (silent >= PATIENCE) become(judge());
  };
  const hear = (/** @type {any} */ content) => {
    if (typeof content?.here !== "number") return;
    answered = performance.now();
    since = 0;
    server.forget();
    isPressed = false;
    become("");
  };
  model.on("msg:custom", hear);
  const clock = setInterval(tick, TICK);
  signal.addEventListener("abort", () => {
    clearInterval(clock);
    model.off("msg:custom", hear);
  });

  return (content) => {
    isPressed = true;
    if (!["gone", "ended", "comesBack"].includes(state)) link.send(content);
    if (state) say();
  };
}
