// @ts-check
// The live demonstration, drawn: one slide as large as its window. This file draws what the traits say and reports which
// key or button was pressed; what a key does, what is right and what a claim carries come from Python.

import { html, refill, tell } from "../kit/elements.js";
import { keepFocus } from "../kit/keep_focus.js";
import { isForTheNotebook } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow } from "../kit/traits.js";
import { watchConnection } from "./stage_connection.js";
import { countdownIn } from "./stage_countdown.js";
import { controls, frame } from "./stage_frame.js";
import { paintJoin } from "./stage_join.js";
import { fitPanel, keepInside, keyOfField, keyOfList, panelOver } from "./stage_panel.js";
import { caseList, choiceRow, claimItem, noteList, rvuTable, takeHome, tallyRows, withCodes } from "./stage_slide.js";
import { openPresenter, speakToPresenter } from "./stage_two_windows.js";
import { typingAhead } from "./stage_typing_ahead.js";
import { bringIntoView, fit, isTyping, sizeNow, wholeScreen } from "./stage_window.js";

/**
 * @typedef {import("./stage_frame.js").Frame} Frame
 * @typedef {import("./stage_slide.js").Fact} Fact
 * @typedef {import("./stage_slide.js").Item} Item
 * @typedef {import("./stage_slide.js").Choice} Choice
 * @typedef {import("./stage_slide.js").Picture} Picture
 * @typedef {import("./stage_slide.js").Program} Program
 * @typedef {{kind: string, title: string, notes: string, faults: string[], age: string, said: string, notice: string, question: string,
 *   points: string[], sources: string, on_paper: string, note: Fact[], phase: string, items: Item[], choices: Choice[], told: string, headline: string, changes: string,
 *   what_if: string, marks: string[], rvu: Picture | null, draft: string, faults_of_draft: string[], reasons: string,
 *   why_not?: {choice: string, says: string, full: string}[], asked?: {question: string, answer: string, source: string}[]}} Shown
 * @typedef {{get(name: string): any} & import("./stage_connection.js").Asked} Model
 * @typedef {{getWidget(ref: string): Promise<{render(where: {el: HTMLElement, signal?: AbortSignal}): Promise<void>}>}} Host
 */

const LARGEST = 1.4; // as many times as large as where there is no room to spare
const LATEST = 100; // milliseconds without a picture of the screen, after which what is shown is put right all the same

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

/**
 * The claim as far as it is revealed, and the choices; while votes are typed, a field beside each choice.
 * @param {Frame} parts @param {Shown} shown @param {boolean} isTally @param {string} id
 * @param {(choice: number, count: number) => void} tally
 */
function paintClaim(parts, shown, isTally, id, tally) {
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
}

/** The votes in words; how many had it, large. @param {Shown} shown */
function toldOf({ told, headline, choices }) {
  if (!choices.length) return [];
  return headline ? [html("b", { class: "headline" }, [headline]), told.replace(headline, "")] : [told];
}

/** What stands around the claim: the note, the marks, what it carries. @param {Frame} parts @param {Shown} shown @param {(key: string) => void} press */
function paintAround(parts, shown, press) {
  const [adjusted, exercised] = shown.marks;
  parts.question.textContent = shown.question;
  refill(parts.whatIf, shown.what_if, () => (shown.what_if ? [withCodes(shown.what_if)] : []));
  refill(parts.told, [shown.headline, shown.choices.length ? shown.told : ""], () => toldOf(shown));
  refill(parts.rvu, shown.rvu, () => (shown.rvu ? rvuTable(shown.rvu) : []));
  refill(parts.facts, shown.note, () => [noteList(shown.note, press)]);
  refill(parts.marks, shown.marks, () => [
    html("span", { class: "adjusted" }, [html("b", { "aria-hidden": "true" }, ["●"]), ` adjusted: ${adjusted}`]),
    html("span", { class: "exercised" }, [html("b", { "aria-hidden": "true" }, ["◆"]), ` therapy: ${exercised}`]),
  ]);
}

/** A slide that is no case: the opening, the end, or what to mend. @param {Frame} parts @param {Shown} shown @param {Program} program @param {(at: number) => void} go */
function paintPlain(parts, shown, program, go) {
  refill(parts.plain, [shown.kind, shown.title, shown.faults, shown.points, program.cases.length], () => {
    if (shown.kind === "opening") return [html("p", { class: "opening" }, [program.opening]), caseList(program, 0, go)];
    if (shown.kind === "closing") return takeHome(shown);
    return [
      html("p", { class: "opening" }, ["This case cannot be shown. What to write instead:"]),
      html("ul", { class: "faults" }, shown.faults.map((fault) => html("li", {}, [fault]))),
      html("p", { class: "opening" }, ["The rest of the deck runs: the arrow to the right goes on."]),
    ];
  });
}

/**
 * Keys that belong to the stage are pressed; those of a field, a list or the notebook are left to them.
 * @param {Frame} parts @param {Model} model @param {boolean} isPage @param {AbortSignal} signal
 * @param {{press: (key: string) => void, write: (written: string) => void, ahead: ReturnType<typeof typingAhead>}} report
 */
function listenToKeys(parts, model, isPage, signal, { press, write, ahead }) {
  const { root } = parts;
  // On a page of its own every key is the stage's, wherever the focus was left.
  const where = /** @type {HTMLElement} */ (isPage ? document.documentElement : root);
  where.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target instanceof HTMLTextAreaElement && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      write(target.value);
      return;
    }
    if (isForTheNotebook(event) || ahead.holds(event)) return;
    event.stopPropagation();
    if (event.key === "Tab") {
      if (model.get("panel") && model.get("panel") !== "tally") keepInside(parts.panel, event);
      return;
    }
    // What is pressed after it is meant for the slide, though the panel is still there until the answer comes.
    if (event.key === "Escape" && model.get("panel")) root.focus({ preventScroll: true });
    if (keyOfField(target, event, parts, press) || keyOfList(target, event)) return;
    const isButton = (target instanceof HTMLButtonElement || target.localName === "summary") && target.matches(":focus-visible");
    if (isButton && (event.key === " " || event.key === "Enter")) return;
    if (!model.get("program").known.includes(event.key)) return;
    event.preventDefault();
    bringIntoView(root);
    press(event.key);
  }, { signal });
}

/** What stands on every slide. @param {Frame} parts @param {Shown} shown @param {Program} program @param {number} at */
function paintFrame(parts, shown, program, at) {
  const isCase = shown.kind === "case";
  for (const part of [parts.note, parts.map, parts.answer]) part.hidden = !isCase;
  parts.plain.hidden = isCase;
  parts.title.textContent = shown.title;
  const count = `${program.cases.length} cases`;
  parts.place.textContent = shown.kind === "closing" ? "The end" : at ? `${at} of ${program.cases.length}` : count;
  parts.foot.textContent = [program.teaching, shown.age].filter(Boolean).join(" ");
  parts.rvu.hidden = !isCase || !shown.rvu;
  paintJoin(parts.join, program.phones, shown);
  refill(parts.notes, shown.notes, () => shown.notes.split("\n").filter(Boolean).map((line) => html("p", {}, [line])));
  tell(parts.notice, shown.notice);
  if (parts.spoken.textContent !== shown.said) parts.spoken.textContent = shown.said;
}

/** Is the stage a page of its own, and no cell of a notebook? */
const isOwnPage = () => document.body.dataset.voila === "voila";

/** @param {HTMLElement} root */
function isDark(root) {
  const { colorScheme } = getComputedStyle(root);
  return colorScheme === "dark" || (colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** What is pressed, chosen and typed is reported. @param {Frame} parts @param {Model} model @param {boolean} isPage @param {AbortSignal} signal */
function reports(parts, model, isPage, signal) {
  const { root, connection } = parts;
  const isKept = model.get("program").is_kept;
  const report = watchConnection(model, (words) => {
    connection.hidden = !words;
    connection.textContent = words; // heard anew for each key that was lost
  }, { start: isKept ? "this case" : "the opening", comesBack: isPage && isKept }, signal);
  /** What the page does by itself, and tells Python only of what it sees. @type {Record<string, () => void>} */
  const onPage = { screen: () => wholeScreen(root), light: () => report({ press: "l", dark: isDark(root) }) };
  const ahead = typingAhead(root, model, signal);
  const does = {
    report,
    ahead,
    press: (/** @type {string} */ key) => {
      const own = onPage[model.get("program").on_page[key]];
      if (own) own();
      else {
        report({ press: key });
        ahead.pressed(key);
      }
    },
    go: (/** @type {number} */ at) => report({ go: at }),
    tally: (/** @type {number} */ choice, /** @type {number} */ count, /** @type {number | undefined} */ at = undefined) =>
      report({ choice, count, ...(at === undefined ? {} : { at }) }),
    write: (/** @type {string} */ written) => report({ written }),
  };
  if (isPage) {
    const hasPresenter = speakToPresenter(root, model, does, signal);
    onPage.notes = () => openPresenter(parts, hasPresenter()); // in a notebook they are shown on the slide
  }
  return does;
}

/**
 * What is shown follows the traits: the claim is drawn at once; what stands around it before the next picture of the screen.
 * @param {Frame} parts @param {Model} model @param {string} id @param {ReturnType<typeof reports>} does
 * @param {(goesOn?: boolean) => void} fitColumns @param {AbortSignal} signal
 */
function painter(parts, model, id, does, fitColumns, signal) {
  const { root } = parts;
  const paintPanel = panelOver(parts, model, does);
  const paintRest = () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    /** @type {Program} */
    const program = model.get("program");
    const at = model.get("at");
    paintFrame(parts, shown, program, at);
    if (shown.kind === "case") {
      refill(parts.plain, "", () => []); // what was told at the end may not be known at a case
      paintAround(parts, shown, does.press);
    } else paintPlain(parts, shown, program, does.go);
    parts.notes.hidden = isOwnPage() || !model.get("notes_shown") || shown.notes === "";
    const goesOn = shown.phase === "reveal" && root.dataset.phase === "reveal" && root.dataset.at === String(at);
    root.toggleAttribute("data-changed", Boolean(shown.changes));
    root.toggleAttribute("data-black", Boolean(model.get("is_black")));
    Object.assign(root.dataset, { kind: shown.kind, phase: shown.phase ?? "", panel: model.get("panel") });
    paintPanel();
    fitColumns(goesOn);
    Object.assign(root.dataset, { at: String(at), revealed: String(model.get("revealed")) });
    does.ahead.painted();
  };
  const soon = beforeTheNextPicture(() => keepFocus(root, paintRest, root), signal);
  return () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    if (shown.kind === "case") {
      keepFocus(root, () => paintClaim(parts, shown, model.get("panel") === "tally", id, does.tally), root);
    }
    soon();
  };
}

/**
 * Do something before the next picture of the screen; where none are drawn, as behind the presenter's window, soon.
 * @param {() => void} call @param {AbortSignal} signal
 */
function beforeTheNextPicture(call, signal) {
  let due = 0, late = 0;
  const forget = () => {
    cancelAnimationFrame(due);
    clearTimeout(late);
  };
  const now = () => {
    forget();
    call();
  };
  signal.addEventListener("abort", forget);
  return () => {
    forget();
    due = requestAnimationFrame(now);
    late = window.setTimeout(now, LATEST);
  };
}

/**
 * Let the text of every column be as large as it fits. @param {Frame} parts
 * @param {boolean} [goesOn] whether one more line is revealed, or taken back: what the room is reading then never becomes larger
 */
function fitAll({ plain, note, answer, map }, goesOn = false) {
  const ofAnswer = goesOn ? sizeNow(answer, LARGEST) : LARGEST;
  const columns = /** @type {[HTMLElement, number][]} */ ([[plain, LARGEST], [note, LARGEST], [answer, ofAnswer], [map, 1]]);
  for (const [column, most] of columns) if (!column.hidden) fit(column, most);
}

/** @param {{model: Model, el: HTMLElement, host: Host}} given */
function render({ model, el, host }) {
  const id = ownId("stage");
  const gone = new AbortController();
  const { signal } = gone;
  const parts = frame(id);
  const { root } = parts;
  const isPage = isOwnPage();
  if (!isPage) el.classList.add("presentation-host");
  el.append(root);

  const does = reports(parts, model, isPage, signal);
  parts.bar.append(...controls(does.press));
  const fitColumns = (/** @type {boolean} */ goesOn = false) => fitAll(parts, goesOn);
  const light = () => {
    root.dataset.theme = model.get("theme");
    document.body.toggleAttribute("data-cptedu-dark", isDark(root));
  };
  const paint = painter(parts, model, id, does, fitColumns, signal);

  root.addEventListener("click", (event) => {
    // After a click the keys belong to the stage again, unless something is to be typed or chosen.
    if (event.detail > 0 && !isTyping() && !parts.panel.contains(/** @type {Node} */ (event.target))) {
      root.focus({ preventScroll: true });
    }
  }, { signal });
  listenToKeys(parts, model, isPage, signal, does);
  follow(model, ["shown", "program", "panel", "notes_shown", "is_black"], paint, signal);
  follow(model, ["theme"], light, signal);
  follow(model, ["counting"], countdownIn(parts.countdown, model, signal), signal);
  paint();
  light();
  void drawMap(model, host, parts.picture, signal);
  const asPage = () => {
    root.classList.toggle("is-page", isPage || document.fullscreenElement === root);
    fitColumns();
    fitPanel(parts.panel);
  };
  // As a page it has the window's size: when the whole screen is left, that need not be another.
  document.addEventListener("fullscreenchange", asPage, { signal });
  let isSeen = false;
  const sizes = new ResizeObserver(() => {
    // Voilà shows a page only when all of it is there: from then on the keys are the stage's.
    if (!isSeen && root.checkVisibility()) {
      isSeen = true;
      if (!isTyping()) root.focus({ preventScroll: true });
      does.report({ seen: true });
    }
    asPage();
  });
  sizes.observe(root);
  return () => {
    gone.abort();
    sizes.disconnect();
    root.remove();
  };
}

export default { render };
