// @ts-check
// The live demonstration, drawn: one slide as large as its window. This file draws what the traits say and reports which
// key or button was pressed; what a key does, what is right and what a claim carries come from Python.

import { html, refill, tell } from "../kit/elements.js";
import { isForTheNotebook } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow } from "../kit/traits.js";
import { watchConnection } from "./stage_connection.js";
import { controls, frame } from "./stage_frame.js";
import { keepInside, keyOfField, keyOfList, panelOver } from "./stage_panel.js";
import { caseList, choiceRow, claimItem, noteList, rvuTable, tallyRows } from "./stage_slide.js";
import { bringIntoView, fit, isTyping, placeInTalk, wholeScreen } from "./stage_window.js";

/**
 * @typedef {import("./stage_frame.js").Frame} Frame
 * @typedef {import("./stage_slide.js").Fact} Fact
 * @typedef {import("./stage_slide.js").Item} Item
 * @typedef {import("./stage_slide.js").Choice} Choice
 * @typedef {import("./stage_slide.js").Picture} Picture
 * @typedef {import("./stage_slide.js").Program} Program
 * @typedef {{kind: string, title: string, notes: string, faults: string[], age: string, said: string, notice: string, question: string,
 *   note: Fact[], phase: string, items: Item[], choices: Choice[], told: string, changes: string,
 *   what_if: string, marks: string[], rvu: Picture | null, draft: string, faults_of_draft: string[], reasons: string,
 *   why_not?: {choice: string, says: string}[]}} Shown
 * @typedef {{get(name: string): any} & import("./stage_connection.js").Asked} Model
 * @typedef {{getWidget(ref: string): Promise<{render(where: {el: HTMLElement, signal?: AbortSignal}): Promise<void>}>}} Host
 */

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

/** What stands around the claim: the note, the marks, what it carries. @param {Frame} parts @param {Shown} shown @param {(key: string) => void} press */
function paintAround(parts, shown, press) {
  const [adjusted, exercised] = shown.marks;
  parts.question.textContent = shown.question;
  parts.whatIf.textContent = shown.what_if;
  parts.told.textContent = shown.choices.length ? shown.told : "";
  refill(parts.rvu, shown.rvu, () => (shown.rvu ? rvuTable(shown.rvu) : []));
  refill(parts.facts, shown.note, () => [noteList(shown.note, press)]);
  refill(parts.marks, shown.marks, () => [
    html("span", { class: "adjusted" }, [html("b", { "aria-hidden": "true" }, ["●"]), ` adjusted: ${adjusted}`]),
    html("span", { class: "exercised" }, [html("b", { "aria-hidden": "true" }, ["◆"]), ` exercised: ${exercised}`]),
  ]);
}

/** A slide that is no case: the opening, or what to mend. @param {Frame} parts @param {Shown} shown @param {Program} program @param {(at: number) => void} go */
function paintPlain(parts, shown, program, go) {
  refill(parts.plain, [shown.kind, shown.title, shown.faults, program.cases.length], () => {
    if (shown.kind === "opening") return [html("p", { class: "opening" }, [program.opening]), caseList(program, 0, go)];
    return [
      html("p", { class: "opening" }, ["This case cannot be shown. What to write instead:"]),
      html("ul", { class: "faults" }, shown.faults.map((fault) => html("li", {}, [fault]))),
      html("p", { class: "opening" }, ["The rest of the deck runs: the arrow to the right goes on."]),
    ];
  });
}

/**
 * Keys that belong to the stage are pressed; those of a field, a list or the notebook are left to them.
 * @param {Frame} parts @param {Model} model @param {AbortSignal} signal
 * @param {{press: (key: string) => void, write: (written: string) => void}} report
 */
function listenToKeys(parts, model, signal, { press, write }) {
  const { root } = parts;
  root.addEventListener("keydown", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target instanceof HTMLTextAreaElement && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      write(target.value);
      return;
    }
    if (isForTheNotebook(event)) return;
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
}

/** What stands on every slide. @param {Frame} parts @param {Shown} shown @param {Program} program @param {number} at */
function paintFrame(parts, shown, program, at) {
  const isCase = shown.kind === "case";
  for (const part of [parts.note, parts.map, parts.answer]) part.hidden = !isCase;
  parts.plain.hidden = isCase;
  parts.title.textContent = shown.title;
  parts.place.textContent = at ? `${at} of ${program.cases.length}` : `${program.cases.length} cases`;
  parts.foot.textContent = [program.teaching, shown.age].filter(Boolean).join(" ");
  parts.rvu.hidden = !isCase || !shown.rvu;
  refill(parts.notes, shown.notes, () => shown.notes.split("\n").filter(Boolean).map((line) => html("p", {}, [line])));
  tell(parts.notice, shown.notice);
  if (parts.spoken.textContent !== shown.said) parts.spoken.textContent = shown.said;
}

/** @param {HTMLElement} root */
function isDark(root) {
  const { colorScheme } = getComputedStyle(root);
  return colorScheme === "dark" || (colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

/** What is pressed, chosen and typed is reported. @param {Frame} parts @param {Model} model @param {boolean} isPage @param {AbortSignal} signal */
function reports({ root, connection }, model, isPage, signal) {
  const report = watchConnection(model, (words) => {
    connection.hidden = !words;
    connection.textContent = words; // heard anew for each key that was lost
  }, isPage ? "this case" : "the opening", signal);
  /** What the page does by itself, and tells Python only of what it sees. @type {Record<string, () => void>} */
  const onPage = { screen: () => wholeScreen(root), light: () => report({ press: "l", dark: isDark(root) }) };
  return {
    report,
    press: (/** @type {string} */ key) => {
      const own = model.get("program").on_page[key];
      if (own) onPage[own]();
      else report({ press: key });
    },
    go: (/** @type {number} */ at) => report({ go: at }),
    tally: (/** @type {number} */ choice, /** @type {number} */ count) => report({ choice, count }),
    write: (/** @type {string} */ written) => report({ written }),
  };
}

/**
 * What is shown follows the traits: the claim is drawn at once; what stands around it before the next picture of the screen.
 * @param {Frame} parts @param {Model} model @param {string} id @param {ReturnType<typeof reports>} does
 * @param {ReturnType<typeof placeInTalk>} place @param {() => void} fitColumns @param {AbortSignal} signal
 */
function painter(parts, model, id, does, place, fitColumns, signal) {
  const { root } = parts;
  const paintPanel = panelOver(parts, model, does);
  const paintRest = () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    /** @type {Program} */
    const program = model.get("program");
    const at = model.get("at");
    paintFrame(parts, shown, program, at);
    if (shown.kind === "case") paintAround(parts, shown, does.press);
    else paintPlain(parts, shown, program, does.go);
    parts.notes.hidden = !model.get("notes_shown") || shown.notes === "";
    place.keepInAddress();
    root.toggleAttribute("data-changed", Boolean(shown.changes));
    root.toggleAttribute("data-black", Boolean(model.get("is_black")));
    Object.assign(root.dataset, { kind: shown.kind, phase: shown.phase ?? "", panel: model.get("panel") });
    paintPanel();
    fitColumns();
    Object.assign(root.dataset, { at: String(at), revealed: String(model.get("revealed")) });
  };
  let due = 0;
  signal.addEventListener("abort", () => cancelAnimationFrame(due));
  return () => {
    /** @type {Shown} */
    const shown = model.get("shown");
    if (shown.kind === "case") paintClaim(parts, shown, model.get("panel") === "tally", id, does.tally);
    cancelAnimationFrame(due);
    due = requestAnimationFrame(paintRest);
  };
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

  const does = reports(parts, model, isPage, signal);
  const place = placeInTalk(model, isPage);
  parts.bar.append(...controls(does.press));
  const fitColumns = () => {
    for (const column of [parts.plain, parts.note, parts.answer, parts.map]) if (!column.hidden) fit(column);
  };
  const light = () => {
    root.dataset.theme = model.get("theme");
    document.body.toggleAttribute("data-cptedu-dark", isDark(root));
    place.keep();
  };
  const paint = painter(parts, model, id, does, place, fitColumns, signal);

  root.addEventListener("click", (event) => {
    // After a click the keys belong to the stage again, unless something is to be typed or chosen.
    if (event.detail > 0 && !isTyping() && !parts.panel.contains(/** @type {Node} */ (event.target))) {
      root.focus({ preventScroll: true });
    }
  }, { signal });
  listenToKeys(parts, model, signal, does);
  follow(model, ["shown", "program", "panel", "notes_shown", "is_black"], paint, signal);
  follow(model, ["theme"], light, signal);
  paint();
  light();
  void drawMap(model, host, parts.picture, signal);
  const sizes = new ResizeObserver(() => {
    // Voilà shows a page only when all of it is there: from then on the keys are the stage's.
    if (root.checkVisibility() && place.isSeenFirst()) {
      if (!isTyping()) root.focus({ preventScroll: true });
      place.goOn(does);
    }
    root.classList.toggle("is-page", isPage || document.fullscreenElement === root);
    fitColumns();
  });
  sizes.observe(root);
  return () => {
    gone.abort();
    sizes.disconnect();
    root.remove();
  };
}

export default { render };
