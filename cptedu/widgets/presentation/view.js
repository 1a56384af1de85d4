// @ts-check
// The live demonstration, drawn: one slide as large as its window. This file draws what the traits say and reports which
// key or button was pressed; what a key does, what is right and what a claim carries come from Python.

import { ownId } from "../kit/own_id.js";
import { watchConnection } from "./stage_connection.js";

/**
 * @typedef {{label: string, value: string, key: string, noted: string}} Fact
 * @typedef {{says: string, source: string}} Reason
 * @typedef {{written: string, units: number, label: string, verdict: string, words: string, sign: string, billed: boolean,
 *   reasons: Reason[], fix: string, sides: string[], changed: boolean}} Item
 * @typedef {{letter: string, words: string, is_claim: boolean, votes: number, width: number, state: string}} Choice
 * @typedef {{code: string, verdict: string, bars: {part: string, width: number}[], told: string, why: string}} Row
 * @typedef {{title: string, rows: Row[], legend: {part: string, words: string}[], source: string}} Picture
 * @typedef {{title: string, opening: string, cases: {title: string, faulty: boolean}[],
 *   keys: {shown: string, says: string}[], known: string[], teaching: string}} Program
 * @typedef {{kind: string, title: string, notes: string, faults: string[], age: string, said: string, notice: string, question: string,
 *   note: Fact[], phase: string, items: Item[], choices: Choice[], told: string, changes: string,
 *   what_if: string, marks: string[], rvu: Picture | null, draft: string, faults_of_draft: string[], reasons: string,
 *   why_not?: {choice: string, says: string}[]}} Shown
 * @typedef {{get(name: string): any} & import("./stage_connection.js").Asked} Model
 * @typedef {{getWidget(ref: string): Promise<{render(where: {el: HTMLElement, signal?: AbortSignal}): Promise<void>}>}} Host
 */

const STATES = /** @type {Record<string, string[]>} */ ({
  right: ["✓", "what the rules give"],
  also: ["≈", "the record supports this too"],
  wrong: ["✕", "not what the rules give"],
});
const SMALLEST = 0.6; // a column whose text would have to be smaller than this part of its size scrolls instead

/**
 * Make an element with text, never with markup.
 * @param {string} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} children
 * @returns {HTMLElement}
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** @param {string} key as printed on a keyboard */
const cap = (key) => make("kbd", { "aria-hidden": "true" }, key);

/** What each element was filled with: not kept on the page, where it could be read. @type {WeakMap<HTMLElement, string>} */
const filled = new WeakMap();

/**
 * Fill an element anew, but only when what it shows has changed.
 * @param {HTMLElement} element
 * @param {unknown} content
 * @param {() => (Node | string)[]} build
 */
function refill(element, content, build) {
  const told = JSON.stringify(content);
  if (filled.get(element) === told) return;
  filled.set(element, told);
  element.replaceChildren(...build());
}

// ---------------------------------------------------------------------------------------------------- parts of a slide

/** @param {Fact[]} facts @param {(key: string) => void} press */
function noteList(facts, press) {
  return make("dl", { class: "facts" }, ...facts.map((fact) => {
    const told = make("span", {}, make("span", { class: "value" }, fact.value));
    if (fact.noted) told.append(make("span", { class: "noted" }, ` noted: ${fact.noted}`));
    const value = make("dd", {}, told);
    const row = make("div", { class: "fact" }, make("dt", {}, fact.label), value);
    if (fact.noted) row.setAttribute("data-changed", "");
    if (fact.key) {
      const label = `What if: ${fact.label.toLowerCase()}, key ${fact.key.toUpperCase()}`;
      const button = make("button", { type: "button", class: "try", "aria-label": label }, cap(fact.key.toUpperCase()));
      button.addEventListener("click", () => press(fact.key));
      value.append(button);
    }
    return row;
  }));
}

/**
 * What may be predicted: a claim as billed, which breaks between its lines, or words.
 * @param {Choice} choice @param {string} tag @param {Record<string, string>} [more]
 */
function claimed({ words, is_claim: isClaim }, tag, more = {}) {
  if (!isClaim) return make(tag, { class: "claimed in-words", ...more }, words);
  const pieces = words.split(" + ").map((piece, number) => make("span", {}, number ? `+ ${piece}` : piece));
  return make(tag, { class: "claimed", ...more }, ...pieces.flatMap((piece) => [piece, " "]));
}

/** @param {Choice} choice */
function choiceRow(choice) {
  const [sign, words] = STATES[choice.state] ?? ["", ""];
  const bar = make("span", { class: "bar" }, make("i", { style: `width:${choice.width}%` }));
  const row = make("li", { "data-state": choice.state },
    make("span", { class: "letter", "aria-hidden": "true" }, choice.letter),
    claimed(choice, "span"));
  if (choice.votes) row.append(make("span", { class: "votes" }, `${choice.votes}`, make("span", { class: "spoken" }, " votes")));
  if (choice.state) {
    row.append(make("span", { class: "outcome" }, make("b", { "aria-hidden": "true" }, sign), make("span", { class: "spoken" }, words)));
  }
  row.append(bar);
  return row;
}

/**
 * The choices with a field each to type the votes.
 * @param {Choice[]} choices @param {string} id @param {(choice: number, count: number) => void} tally
 */
function tallyRows(choices, id, tally) {
  return choices.map((choice, number) => {
    const field = /** @type {HTMLInputElement} */ (make("input", {
      type: "number", min: "0", max: "9999", inputmode: "numeric", id: `${id}-${number}`, value: String(choice.votes || ""),
    }));
    field.addEventListener("input", () => tally(number, Math.trunc(Number(field.value)) || 0));
    const bar = make("span", { class: "bar" }, make("i", { style: `width:${choice.width}%` }));
    return make("li", {}, make("span", { class: "letter", "aria-hidden": "true" }, choice.letter),
      claimed(choice, "label", { for: `${id}-${number}` }), field, bar);
  });
}

/** @param {Item} item */
function claimItem(item) {
  const head = make("p", { class: "head" }, make("span", { class: "written" }, item.written));
  if (item.billed) head.append(make("span", { class: "units" }, `×${item.units}`));
  head.append(make("span", { class: "verdict" }, `${item.sign} ${item.words}`));
  if (item.changed) head.append(make("span", { class: "changed" }, "changed"));
  const row = make("li", { class: "item", "data-verdict": item.verdict, ...(item.billed ? {} : { "data-unbilled": "" }) }, head);
  const label = item.billed || item.written === "nothing" ? item.label : `${item.label}: not billed`;
  row.append(make("p", { class: "label" }, label));
  for (const reason of item.reasons) {
    const says = make("p", { class: "reason" }, reason.says);
    if (reason.source) says.append(" ", make("span", { class: "source" }, `[${reason.source}]`));
    row.append(says);
  }
  for (const side of item.sides) row.append(make("p", { class: "side-taken" }, `One side: ${side}`));
  if (item.fix) row.append(make("p", { class: "fix" }, `→ ${item.fix}`));
  return row;
}

/** @param {Picture} picture */
function rvuTable(picture) {
  const rows = picture.rows.map((row) => {
    const bars = row.bars.map((bar) =>
      make("i", { "data-part": bar.part, style: `width:${bar.width}%`, "aria-hidden": "true" }));
    const drawn = make("td", {}, make("span", { class: "bars" }, ...bars, make("b", {}, row.told)));
    if (row.why) drawn.firstElementChild?.append(make("span", {}, row.why));
    return make("tr", { "data-verdict": row.verdict }, make("th", { scope: "row" }, row.code), drawn);
  });
  const legend = make("span", { class: "legend" }, ...picture.legend.map((one) =>
    make("span", {}, make("i", { "data-part": one.part, "aria-hidden": "true" }), one.words)));
  return [
    make("table", {}, make("caption", {}, picture.title), make("tbody", {}, ...rows)),
    make("p", { class: "under" }, legend, make("span", {}, picture.source)),
  ];
}

/** @param {Program} program @param {number} at @param {(at: number) => void} go */
function caseList(program, at, go) {
  return make("ol", { class: "cases" }, ...program.cases.map((one, number) => {
    const button = make("button", { type: "button" },
      make("b", {}, String(number + 1)), make("span", {}, one.title + (one.faulty ? " ✕" : "")));
    if (number + 1 === at) button.setAttribute("aria-current", "true");
    button.addEventListener("click", () => go(number + 1));
    return make("li", {}, button);
  }));
}

// ---------------------------------------------------------------------------------------------------- the whole stage

/** The parts of the stage that stay while slides come and go. @param {string} id */
function frame(id) {
  const title = make("h1", { id: `${id}-title` });
  const place = make("p", { class: "place" });
  const question = make("h2", {});
  const choices = make("ol", { class: "choices", "aria-label": "What the room may predict" });
  const told = make("p", { class: "told" });
  const whatIf = make("p", { class: "what-if" });
  const items = make("ol", { class: "items", "aria-label": "The claim, as far as it is revealed" });
  const rvu = make("section", { class: "rvu", "aria-label": "What the claim carries" });
  const facts = make("div", { class: "note-facts" });
  const notes = make("div", { class: "notes", role: "note", "aria-label": "Speaker notes" });
  const picture = make("div", { class: "picture", inert: "" });
  const marks = make("p", { class: "marks" });
  const note = make("section", { class: "note", "aria-label": "The note" }, facts);
  const map = make("section", { class: "map", "aria-label": "Where it was" }, picture, marks);
  const answer = make("section", { class: "answer", "aria-label": "The claim" }, question, whatIf, choices, told, items);
  const plain = make("div", { class: "plain" });
  const main = make("div", { class: "main" }, plain, note, map, answer, rvu, notes);
  const bar = make("div", { class: "controls", role: "group", "aria-label": "Controls" });
  const foot = make("p", { class: "foot" });
  const notice = make("p", { class: "notice", hidden: "" });
  const connection = make("p", { class: "connection", role: "alert", hidden: "" });
  const spoken = make("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const panel = make("div", { class: "panel", role: "dialog", "aria-modal": "true", hidden: "" });
  const root = make("section", { class: "cptedu presentation", tabindex: "0", "aria-labelledby": `${id}-title` },
    make("header", {}, title, place), main, bar, foot, panel, notice, connection, spoken);
  return {
    root, title, place, question, choices, told, whatIf, items, rvu, facts, notes, picture, marks, note, map, answer, plain,
    bar, foot, spoken, panel, notice, connection,
  };
}

/** @typedef {ReturnType<typeof frame>} Frame */

/** @type {[string, string, string][]} each button: its key, as printed, and its word */
const BUTTONS = [
  ["ArrowLeft", "←", "Back"], [" ", "Space", "Reveal"], ["ArrowRight", "→", "Next"], ["o", "O", "As noted"],
  ["t", "T", "Tally"], ["n", "N", "Notes"], ["a", "A", "Reasons"], ["c", "C", "Cases"], ["w", "W", "Write"],
  ["l", "L", "Light"], ["s", "S", "Screen"], ["?", "?", "Keys"],
];

/** @param {(key: string) => void} press */
function controls(press) {
  return BUTTONS.map(([key, shown, word]) => {
    const button = /** @type {HTMLButtonElement} */ (make("button", { type: "button", "data-key": key }, cap(shown), word));
    button.addEventListener("click", () => press(key));
    return button;
  });
}

/**
 * Let the text of a column be as large as its room allows.
 * @param {HTMLElement} column
 */
function fit(column) {
  let part = 1;
  const set = () => column.style.setProperty("--fit", String(part));
  set();
  column.removeAttribute("tabindex");
  while (column.scrollHeight > column.clientHeight + 1 && part > SMALLEST) {
    part = Math.round((part - 0.05) * 100) / 100;
    set();
  }
  if (column.scrollHeight > column.clientHeight + 1) column.setAttribute("tabindex", "0");
}

const KEPT = "cptedu stage";

/**
 * Keep in this window, for as long as it is open, where the talk is: a page that is loaded anew goes on there.
 * @typedef {{at: number, revealed: number, theme: string, votes: Record<string, number[]>}} Kept
 * @param {Kept} where
 */
function keepForReload(where) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(where));
  } catch { /* a browser that keeps nothing begins at the slide, with nothing revealed */ }
}

/** @returns {Kept | null} */
function keptForReload() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

/** Ask for the whole screen, or give it back; a browser may refuse. @param {HTMLElement} root */
function wholeScreen(root) {
  const asked = document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen();
  asked.catch(() => undefined);
}

/** In a notebook the slide may have been scrolled away; who presses a key wants to see it. @param {HTMLElement} root */
function bringIntoView(root) {
  const { top, bottom } = root.getBoundingClientRect();
  const around = root.closest(".jp-WindowedPanel-outer, .jp-Notebook")?.getBoundingClientRect();
  if (around && (top < around.top || bottom > around.bottom)) root.scrollIntoView({ block: "center" });
}

/** Is something being typed elsewhere on the page? */
function isTyping() {
  const active = document.activeElement;
  return active instanceof HTMLElement && active.matches("input, textarea, select, [contenteditable=true]");
}

/**
 * Draw the spine map beside the claim: the learners' own instrument, here only to be looked at.
 * @param {Model} model @param {Host} host @param {HTMLElement} where @param {AbortSignal} signal
 */
async function drawMap(model, host, where, signal) {
  const widget = await host.getWidget(model.get("map"));
  await widget.render({ el: where, signal });
  // Without the names around them the pictures may be larger.
  where.querySelector("svg.spine")?.setAttribute("viewBox", "-132 -60 264 779");
  where.querySelector("svg.body")?.setAttribute("viewBox", "-160 -14 320 786");
}

/** @param {{model: Model, el: HTMLElement, host: Host}} given */
function render({ model, el, host }) {
  const id = ownId("stage");
  const gone = new AbortController();
  const { signal } = gone;
  const parts = frame(id);
  const { root } = parts;
  const isPage = document.body.dataset.voila === "voila";
  if (!isPage) el.classList.add("presentation-host");
  el.append(root);

  const isDark = () => getComputedStyle(root).colorScheme === "dark"
    || (getComputedStyle(root).colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const report = watchConnection(model, (words) => {
    parts.connection.hidden = !words;
    parts.connection.textContent = words;
  }, isPage ? "this case" : "the opening", signal);
  const press = (/** @type {string} */ key) => {
    if (key === "s" || key === "S") wholeScreen(root);
    else if (key === "l" || key === "L") report({ press: "l", dark: isDark() });
    else report({ press: key });
  };
  const go = (/** @type {number} */ at) => report({ go: at });
  const tally = (/** @type {number} */ choice, /** @type {number} */ count) => report({ choice, count });
  const write = (/** @type {string} */ written) => report({ written });
  const buttons = controls(press);
  parts.bar.append(...buttons);
  const columns = [parts.plain, parts.note, parts.answer, parts.map];

  // ---- what is shown follows the traits

  let isSeen = false;
  let panelShown = "";
  /** What was counted, by slide. @type {Record<string, number[]>} */
  const votes = {};
  const drawPanel = () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    const panel = model.get("panel");
    const asked = JSON.stringify([panel, shown.faults_of_draft, panel === "reasons" ? shown.reasons : "", shown.why_not ?? ""]);
    if (asked === panelShown) return;
    const isNew = !panelShown.startsWith(`["${panel}"`);
    panelShown = asked;
    const isOpen = panel !== "" && panel !== "tally";
    parts.panel.hidden = !isOpen;
    parts.panel.dataset.panel = panel;
    if (!isOpen) clearPanel(parts.panel);
    if (isOpen) fillPanel(parts.panel, panel, model, { press, go, write });
    const first = /** @type {HTMLElement | null} */ (panel === "tally" ? parts.choices.querySelector("input")
      : parts.panel.querySelector("[aria-current], textarea, button"));
    if (isNew && panel && first) first.focus({ preventScroll: true });
    else if (isNew && !panel) root.focus({ preventScroll: true });
  };

  const drawClaim = (/** @type {Shown} */ shown) => {
    const isTally = model.get("panel") === "tally";
    parts.choices.hidden = !shown.choices.length || (shown.changes !== "" && !isTally && shown.phase === "done");
    if (isTally) {
      refill(parts.choices, ["tally", shown.title], () => tallyRows(shown.choices, id, tally));
      parts.choices.querySelectorAll("i").forEach((bar, number) => {
        bar.style.width = `${shown.choices[number].width}%`;
      });
    } else {
      refill(parts.choices, shown.choices, () => shown.choices.map(choiceRow));
    }
    refill(parts.items, shown.items, () => shown.items.map(claimItem));
  };

  const drawAround = (/** @type {Shown} */ shown) => {
    const [adjusted, exercised] = shown.marks;
    parts.question.textContent = shown.question;
    parts.whatIf.textContent = shown.what_if;
    parts.told.textContent = shown.choices.length ? shown.told : "";
    refill(parts.rvu, shown.rvu, () => (shown.rvu ? rvuTable(shown.rvu) : []));
    refill(parts.facts, shown.note, () => [noteList(shown.note, press)]);
    refill(parts.marks, shown.marks, () => [
      make("span", { class: "adjusted" }, make("b", { "aria-hidden": "true" }, "●"), ` adjusted: ${adjusted}`),
      make("span", { class: "exercised" }, make("b", { "aria-hidden": "true" }, "◆"), ` exercised: ${exercised}`),
    ]);
  };

  const drawPlain = (/** @type {Shown} */ shown) => {
    /** @type {Program} */
    const program = model.get("program");
    refill(parts.plain, [shown.kind, shown.title, shown.faults, program.cases.length], () => {
      if (shown.kind === "opening") return [make("p", { class: "opening" }, program.opening), caseList(program, 0, go)];
      return [
        make("p", { class: "opening" }, "This case cannot be shown. What to write instead:"),
        make("ul", { class: "faults" }, ...shown.faults.map((fault) => make("li", {}, fault))),
        make("p", { class: "opening" }, "The rest of the deck runs: the arrow to the right goes on."),
      ];
    });
  };

  // The claim is drawn at once; what stands around it follows before the next picture of the screen.
  let due = 0;
  const paint = () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    if (shown.kind === "case") drawClaim(shown);
    cancelAnimationFrame(due);
    due = requestAnimationFrame(paintRest);
  };

  const keep = () => {
    if (!isPage || !isSeen) return;
    const at = model.get("at"), counted = model.get("votes");
    if (counted.length) votes[at] = counted;
    keepForReload({ at, revealed: model.get("revealed"), theme: model.get("theme"), votes });
  };

  const paintRest = () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    /** @type {Program} */
    const program = model.get("program");
    const at = model.get("at");
    const isCase = shown.kind === "case";
    for (const part of [parts.note, parts.map, parts.answer]) part.hidden = !isCase;
    parts.plain.hidden = isCase;
    parts.title.textContent = shown.title;
    parts.place.textContent = at ? `${at} of ${program.cases.length}` : `${program.cases.length} cases`;
    parts.foot.textContent = [program.teaching, shown.age].filter(Boolean).join(" ");
    if (isCase) drawAround(shown);
    else drawPlain(shown);
    parts.notes.hidden = !model.get("notes_shown") || shown.notes === "";
    parts.rvu.hidden = !isCase || !shown.rvu;
    refill(parts.notes, shown.notes, () => shown.notes.split("\n").filter(Boolean).map((line) => make("p", {}, line)));
    parts.notice.hidden = !shown.notice;
    parts.notice.textContent = shown.notice;
    if (parts.spoken.textContent !== shown.said) parts.spoken.textContent = shown.said;
    if (isPage && isSeen) history.replaceState(null, "", at ? `#${at}` : location.pathname + location.search);
    keep();
    root.toggleAttribute("data-changed", Boolean(shown.changes));
    root.toggleAttribute("data-black", Boolean(model.get("is_black")));
    Object.assign(root.dataset, { kind: shown.kind, phase: shown.phase ?? "", panel: model.get("panel") });
    drawPanel();
    for (const column of columns) if (!column.hidden) fit(column);
    Object.assign(root.dataset, { at: String(at), revealed: String(model.get("revealed")) });
  };

  const light = () => {
    root.dataset.theme = model.get("theme");
    document.body.toggleAttribute("data-cptedu-dark", isDark());
    keep();
  };

  // ---- what is pressed is reported

  root.addEventListener("click", (event) => {
    // After a click the keys belong to the stage again, unless something is to be typed or chosen.
    if (event.detail > 0 && !isTyping() && !parts.panel.contains(/** @type {Node} */ (event.target))) {
      root.focus({ preventScroll: true });
    }
  }, { signal });
  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const forTheNotebook = event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key === "Enter");
    if (target instanceof HTMLTextAreaElement && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      write(target.value);
      return;
    }
    if (forTheNotebook) return;
    event.stopPropagation();
    if (event.key === "Tab") {
      if (model.get("panel") && model.get("panel") !== "tally") keepInside(parts.panel, event);
      return;
    }
    if (keyOfField(target, event, parts, press) || keyOfList(target, event)) return;
    const isButton = target instanceof HTMLButtonElement && target.matches(":focus-visible");
    if (isButton && (event.key === " " || event.key === "Enter")) return;
    if (!model.get("program").known.includes(event.key)) return;
    event.preventDefault();
    bringIntoView(root);
    press(event.key);
  }, { signal });

  const onPaint = () => paint();
  for (const event of ["change:shown", "change:program", "change:panel", "change:notes_shown", "change:is_black"]) model.on(event, onPaint);
  model.on("change:theme", light);
  paint();
  light();
  void drawMap(model, host, parts.picture, signal);
  const sizes = new ResizeObserver(() => {
    if (!isSeen && root.checkVisibility()) {
      isSeen = true; // Voilà shows a page only when all of it is there: from now on the keys are the stage's
      if (!isTyping()) root.focus({ preventScroll: true });
      // A page that is loaded anew goes on at the slide at which it was.
      const at = isPage ? Number(location.hash.slice(1)) : 0;
      const kept = isPage ? keptForReload() : null;
      Object.assign(votes, kept?.votes);
      if (at > 0 && model.get("at") === 0) {
        if (kept?.at === at) report({ resume: kept });
        else go(at);
      }
    }
    root.classList.toggle("is-page", isPage || document.fullscreenElement === root);
    for (const column of columns) if (!column.hidden) fit(column);
  });
  sizes.observe(root);
  return () => {
    gone.abort();
    sizes.disconnect();
    cancelAnimationFrame(due);
    for (const event of ["change:shown", "change:program", "change:panel", "change:notes_shown", "change:is_black"]) model.off(event, onPaint);
    model.off("change:theme", light);
    root.remove();
  };
}

/** What was typed and not yet shown, by the text that it began with: Esc by mistake loses nothing. @type {Map<string, string>} */
const typed = new Map();

/** Leave nothing in a panel that is closed: what it told may not be known at the next slide. @param {HTMLElement} panel */
function clearPanel(panel) {
  const area = panel.querySelector("textarea");
  if (area) typed.set(area.defaultValue, area.value);
  panel.replaceChildren();
}

/**
 * Fill the panel that lies over the slide.
 * @param {HTMLElement} panel @param {string} kind @param {Model} model
 * @param {{press: (key: string) => void, go: (at: number) => void, write: (written: string) => void}} report
 */
function fillPanel(panel, kind, model, { press, go, write }) {
  /** @type {Shown} */
  const shown = model.get("shown");
  /** @type {Program} */
  const program = model.get("program");
  const close = make("button", { type: "button", class: "close" }, cap("Esc"), "Close");
  close.addEventListener("click", () => press("Escape"));
  const titled = (/** @type {string} */ words) => {
    panel.setAttribute("aria-label", words);
    return make("h2", {}, words);
  };
  if (kind === "keys") {
    const rows = program.keys.map((key) => make("div", {}, make("dt", {}, make("kbd", {}, key.shown)), make("dd", {}, key.says)));
    panel.replaceChildren(titled("Keys"), make("dl", { class: "keys" }, ...rows), close);
  } else if (kind === "cases") {
    panel.replaceChildren(titled("Cases"), caseList(program, model.get("at"), go), close);
  } else if (kind === "why") {
    const told = (shown.why_not ?? []).map((one) => make("li", {}, make("b", {}, one.choice), make("span", {}, one.says)));
    const none = make("p", {}, "Of the other choices nothing can be worked out: they are words, or the record supports them too.");
    const held = make("div", { class: "reasons", tabindex: "0" }, told.length ? make("ul", { class: "why-not" }, ...told) : none);
    panel.replaceChildren(titled("Why not the other choices"), held, close);
  } else if (kind === "reasons") {
    const held = make("div", { class: "reasons", tabindex: "0" });
    held.innerHTML = shown.reasons; // the package's own page of the claim; text from the visit is escaped in it
    panel.replaceChildren(titled("The claim with all reasons and sources"), held, close);
  } else {
    const old = panel.querySelector("textarea");
    const area = /** @type {HTMLTextAreaElement} */ (old ?? make("textarea", { spellcheck: "false", "aria-label": "The case" }));
    if (!old) {
      area.defaultValue = shown.draft;
      area.value = typed.get(shown.draft) ?? shown.draft;
    }
    const show = make("button", { type: "button", class: "main-button" }, cap("Ctrl Enter"), "Show it");
    show.addEventListener("click", () => write(area.value));
    const faults = make("ul", { class: "faults", role: "alert" }, ...(shown.faults_of_draft ?? []).map((one) => make("li", {}, one)));
    panel.replaceChildren(titled("Write or paste a case"), area, faults, make("p", { class: "row" }, show, close));
    area.focus({ preventScroll: true });
  }
}

/**
 * Keep the keyboard inside an open panel.
 * @param {HTMLElement} panel @param {KeyboardEvent} event
 */
function keepInside(panel, event) {
  const all = /** @type {HTMLElement[]} */ ([...panel.querySelectorAll("button, textarea, a[href], summary, [tabindex='0']")]);
  const at = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const next = all[(at + (event.shiftKey ? all.length - 1 : 1)) % all.length];
  event.preventDefault();
  next?.focus();
}

/**
 * A key in a field where something is typed. True when it was meant for the field.
 * @param {HTMLElement} target @param {KeyboardEvent} event @param {Frame} parts @param {(key: string) => void} press
 */
function keyOfField(target, event, parts, press) {
  if (target instanceof HTMLTextAreaElement) {
    if (event.key === "Escape") press("Escape");
    return true;
  }
  if (!(target instanceof HTMLInputElement)) return false;
  const fields = [...parts.choices.querySelectorAll("input")];
  const at = fields.indexOf(target);
  const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (fields[at + step]) fields[at + step].focus();
    else if (event.key === "Enter") press("Escape");
  } else if (event.key === "Escape" || event.key === "t" || event.key === "T" || event.key === " ") {
    event.preventDefault();
    press("Escape");
  }
  return true;
}

/**
 * Arrow keys in a list of cases. True when the key was meant for the list.
 * @param {HTMLElement} target @param {KeyboardEvent} event
 */
function keyOfList(target, event) {
  const list = target.closest(".panel .cases");
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!list || !step) return false;
  const all = [...list.querySelectorAll("button")];
  const at = all.findIndex((one) => one === target);
  all[(at + step + all.length) % all.length].focus();
  event.preventDefault();
  return true;
}

export default { render };
