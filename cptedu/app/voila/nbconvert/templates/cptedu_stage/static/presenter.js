// @ts-check
// The presenter's window: what the room sees, made small, and beside it what only the speaker is told. It draws what the
// room's page hands over and says there which key was pressed; it decides nothing, and no server hears it.

(() => {
  const CHANNEL = "cptedu stage"; // as the room's page calls it
  const EVERY = 500; // milliseconds
  const GONE = 2500;
  const STILL = 1500; // longer than a browser lets the clock of a window behind others wait
  const FROM_THERE = "Full screen: press S in the room's window. This browser lets nobody press it from here.";

  /** Keys that no number needs: a clicker sends them, wherever the cursor stands. */
  const OF_A_CLICKER = ["PageDown", "PageUp", "b", "B", ".", " ", "F5"];

  const channel = new BroadcastChannel(CHANNEL);
  const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));
  const held = { room: "", heard: -Infinity, looked: performance.now(), began: 0, of: /** @type {any} */ (null), known: /** @type {string[]} */ ([]), width: 1, height: 1, waiting: 0 };
  const style = document.head.appendChild(document.createElement("style"));

  /** @param {object} content */
  const ask = (content) => channel.postMessage({ to: held.room, ...content });
  const hello = (/** @type {true | "first"} */ how) => channel.postMessage({ hello: how });

  /** Say something here, for the ear. @param {string} words */
  function say(words) {
    element("said").textContent = words;
  }

  /** Say of a key what came of it in this window, for the eye and the ear, until the next one. @param {string} words */
  function hint(words) {
    element("hint").textContent = words;
    element("hint").hidden = !words;
  }

  /** @param {string} key */
  function press(key) {
    const is = (/** @type {string} */ letter) => key.toLowerCase() === letter;
    hint("");
    if (is("n")) hint("These are your notes.");
    else if (is("s")) wholeScreen();
    else if (is("w")) {
      ask({ press: key });
      window.opener?.focus();
      hint("The case is written in the room's window.");
    } else if (key === "t" || key === "T") /** @type {HTMLElement | null} */ (document.querySelector("#choices input"))?.focus();
    else if (key === "c" || key === "C") element("cases").focus();
    else if (key === "?") /** @type {HTMLDetailsElement} */ (document.querySelector("details")).open = true;
    else ask({ press: key });
  }

  /** The whole screen for the room's window, or back: a browser allows it from here where that window has opened this one. */
  function wholeScreen() {
    if (!window.opener || window.opener.closed) hint(FROM_THERE);
    else window.opener.postMessage({ to: held.room, press: "s" }, { targetOrigin: location.origin, delegate: "fullscreen" });
  }

  /** An element with its words; they are only ever set as text. @param {string} tag @param {string} words @param {string} [kind] */
  function made(tag, words, kind = "") {
    const one = document.createElement(tag);
    one.textContent = words;
    one.className = kind;
    return one;
  }

  /** An element with its words, in which a code never breaks from its modifiers and units. @param {string} tag @param {string} words */
  function coded(tag, words) {
    const one = made(tag, "");
    words.split(/(\b\d{4}[0-9A-Z](?:-[A-Z0-9]{2})+(?: [x×]\d+)?)/).forEach((piece, number) => one.append(number % 2 ? made("span", piece, "code") : piece));
    return one;
  }

  /** Show the room's slide as it is drawn there, as large as there is room here. @param {any} picture */
  function showPicture(picture) {
    const mirror = element("mirror");
    mirror.innerHTML = picture.html; // drawn by the room's page, where words are only ever set as text
    const slide = /** @type {HTMLElement} */ (mirror.firstElementChild);
    element("dark").hidden = !slide.hasAttribute("data-black");
    slide.removeAttribute("data-black");
    slide.classList.remove("is-page");
    slide.style.cssText = `--u:${picture.unit}px;width:${picture.width}px;height:${picture.height}px;transform-origin:0 0`;
    Object.assign(held, { width: picture.width, height: picture.height });
    document.body.dataset.theme = slide.dataset.theme ?? "";
    element("left").textContent = slide.querySelector(".countdown")?.textContent ?? "";
    fit();
    if (picture.said) say(picture.said);
  }

  /** The notes as large as they can be read all at once; below 14 pixels they are scrolled. */
  function fitNotes() {
    const notes = element("notes");
    for (let size = 22; size >= 14; size -= 0.5) {
      notes.style.fontSize = `${size}px`;
      if (notes.scrollHeight <= notes.clientHeight) break;
    }
  }

  function fit() {
    fitNotes();
    const wall = element("wall");
    const part = Math.min(wall.clientWidth / held.width, wall.clientHeight / held.height);
    const slide = /** @type {HTMLElement | null} */ (element("mirror").firstElementChild);
    if (!slide) return;
    slide.style.transform = `scale(${part})`;
    Object.assign(element("mirror").style, { width: `${held.width * part}px`, height: `${held.height * part}px` });
  }

  /**
   * The votes: a field for each choice, kept while somebody types in it. A number belongs to the case at which it was typed.
   * @param {any[]} choices @param {number} at the case
   */
  function showChoices(choices, at) {
    const list = element("choices");
    element("votes").hidden = !choices.length;
    const asked = JSON.stringify([at, ...choices.map((one) => one.words)]);
    if (list.dataset.of !== asked) {
      list.dataset.of = asked;
      held.waiting = 0;
      list.replaceChildren(...choices.map((one, number) => {
        const field = Object.assign(document.createElement("input"), { type: "number", min: "0", max: "9999", inputMode: "numeric" });
        field.addEventListener("focus", () => field.select()); // what is typed takes the place of what stood there
        field.addEventListener("change", () => {
          held.waiting += 1;
          ask({ choice: number, count: Math.trunc(Number(field.value)) || 0, at });
        });
        const label = document.createElement("label");
        label.append(made("b", one.letter), coded("span", one.words), field);
        const row = document.createElement("li");
        row.append(label);
        return row;
      }));
    }
    for (const [number, field] of [...list.querySelectorAll("input")].entries()) {
      // What was typed meanwhile is not in an answer to what was typed before.
      if (field !== document.activeElement && !held.waiting) field.value = choices[number].typed || "";
    }
  }

  /** What only the speaker is told. @param {any} speaker */
  function showSpeaker(speaker) {
    element("title").textContent = speaker.title;
    element("place").textContent = speaker.place;
    element("answer").replaceChildren(coded("span", speaker.answer ? `Right: ${speaker.answer}` : speaker.left));
    element("point").replaceChildren(...(speaker.point
      ? [made("kbd", speaker.point.key), made("span", `is the point: ${speaker.point.says}`)] : []));
    element("notes").replaceChildren(...speaker.notes.map((/** @type {string} */ line) => coded("p", line)));
    element("next").replaceChildren(...(speaker.next
      ? [made("b", `Next: ${speaker.next.title}`), coded("span", speaker.next.question)] : [made("b", "This is the end of the talk.")]));
    element("counted").textContent = speaker.told;
    /** @type {HTMLSelectElement} */ (element("cases")).value = String(speaker.at);
    held.waiting = Math.max(0, held.waiting - 1);
    showChoices(speaker.choices, speaker.at);
    Object.assign(held, { began: speaker.began, of: speaker.minutes });
    showTime();
    fitNotes();
  }

  /** @param {any} program */
  function showProgram(program) {
    held.known = program.known;
    const cases = /** @type {HTMLSelectElement} */ (element("cases"));
    const asked = JSON.stringify([program.cases, program.has_end]);
    if (cases.dataset.of === asked) return;
    cases.dataset.of = asked;
    const titles = ["Opening", ...program.cases.map((/** @type {any} */ one, /** @type {number} */ at) => `${at + 1}. ${one.title}`),
      ...(program.has_end ? ["The end"] : [])];
    cases.replaceChildren(...titles.map((title, at) => new Option(title, String(at))));
    element("all").replaceChildren(...program.keys.flatMap((/** @type {any} */ key) => [made("dt", key.shown), made("dd", key.says)]));
  }

  function showTime() {
    const now = new Date();
    element("clock").textContent = now.toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    const minutes = Math.floor((now.getTime() / 1000 - held.began) / 60);
    const planned = held.of ? ` of ${held.of.of} min · planned here: ${held.of.from} to ${held.of.to}` : " min";
    element("spent").textContent = held.began ? `${minutes}${planned}` : "";
    element("spent").toggleAttribute("data-late", Boolean(held.began && held.of && minutes >= held.of.to));
  }

  /** Does the line on the room's slide say that F5 brings it back? This window is well then, and the key is meant for that one. */
  const asksForF5 = () => /\bF5\b/.test(document.querySelector("#mirror .connection:not([hidden])")?.textContent ?? "");

  /** Is the room's window there? */
  function look() {
    hello(held.room ? true : "first");
    const now = performance.now();
    // While this window itself stood still it heard nothing: the room is not gone, and a key that is pressed now is for it.
    if (held.room && now - held.looked > STILL) held.heard = now;
    held.looked = now;
    const isGone = now - held.heard > GONE;
    if (isGone) held.room = "";
    element("desk").hidden = isGone;
    const alone = element("alone");
    if (alone.hidden === !isGone) return;
    alone.hidden = !isGone;
    const link = Object.assign(document.createElement("a"), { href: "/", target: "_blank", textContent: "Open them" });
    if (isGone) alone.replaceChildren("The room's window is closed or not ready yet. ", link, ". What was voted and revealed is kept.");
  }

  channel.addEventListener("message", ({ data }) => {
    // A room that has just been opened is the one that is shown: the other was loaded anew, or is meant no longer.
    if (!data?.room || (held.room && data.room !== held.room && !data.begins)) return;
    const isFirst = data.room !== held.room;
    if (data.begins) hello("first");
    Object.assign(held, { room: data.room, heard: performance.now() });
    if (data.refused) hint(FROM_THERE);
    if (data.style) style.textContent = data.style;
    if (data.program) showProgram(data.program);
    if (data.speaker) showSpeaker(data.speaker);
    if (isFirst) look();
    if (data.picture) showPicture(data.picture);
  });

  document.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === "Tab") return;
    if (event.key === "F5" && asksForF5()) {
      event.preventDefault();
      ask({ reload: true });
      return;
    }
    if (target instanceof HTMLInputElement) {
      const fields = [...document.querySelectorAll("#choices input")];
      if (event.key === "Enter") /** @type {HTMLElement | undefined} */ (fields[fields.indexOf(target) + 1])?.focus();
      if (event.key === "Escape" || (event.key === "Enter" && target === fields.at(-1))) target.blur();
      if (!OF_A_CLICKER.includes(event.key)) return;
      target.blur(); // what was typed is counted, and the key does what it does everywhere
    }
    if (target instanceof HTMLSelectElement) return;
    const isPressed = target.matches("button, summary") && (event.key === " " || event.key === "Enter");
    if (isPressed || !held.known.includes(event.key)) return;
    event.preventDefault();
    press(event.key);
  });
  document.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    if (!button?.dataset.key) return;
    press(button.dataset.key);
    if (event.detail > 0) button.blur(); // after a click the keys are the slides' again
  });
  element("cases").addEventListener("change", () => {
    const cases = /** @type {HTMLSelectElement} */ (element("cases"));
    ask({ go: Number(cases.value) });
    cases.blur();
  });
  addEventListener("pagehide", () => channel.postMessage({ bye: true }));
  new ResizeObserver(fit).observe(element("wall"));
  setInterval(showTime, 1000);
  setInterval(look, EVERY);
  look();
})();
