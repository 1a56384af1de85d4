// @ts-check
// Draws an exercise and reports what was answered. What is right, and what comes next, is decided in Python.

import { button, html } from "../kit/elements.js";
import { ownId } from "../kit/own_id.js";
import { follow } from "../kit/traits.js";
import { waitingFor } from "../kit/waiting.js";
import { answerForm } from "./answer_forms.js";

/**
 * @typedef {{value: string, label: string}} Option
 * @typedef {{code: string, label: string, picked: boolean, units: number, modifiers: string[]}} Row
 * @typedef {{type: string, options: Option[], map?: boolean, none?: string, whole?: boolean, picks?: boolean, units?: boolean,
 *   modifiers?: boolean, offered?: string[], rows?: Row[]}} Form
 * @typedef {{id: string, skill: string, text: string, do: string, record: string[][], seed: string, form: Form}} Task
 * @typedef {{for: string, turn: number, state: string, feedback: string, problem: string, hints: string[], more_hints: boolean,
 *   solution: {answer?: string, steps?: {says: string, sources: string[]}[]}}} Reply
 * @typedef {{right: number, after_solution: number, count: number, answers: number, trouble: string}} Standing
 * @typedef {import("../kit/traits.js").Model} Model
 */

const SIGNS = /** @type {Record<string, string>} */ ({ right: "✓", close: "≈", wrong: "✕", "not answered yet": "…" });
const PATIENCE_WITH_AN_ANSWER = 4000; // milliseconds

/** What the exercise tells of the visit. @param {Task["record"]} rows */
const recordTable = (rows) => html("table", { class: "record" }, [html("caption", {}, ["The record"]),
  ...rows.map(([label, text]) => html("tr", {}, [html("th", { scope: "row" }, [label]), html("td", {}, [text])]))]);

/** @type {[string, string, string][]} each button: its word, what it asks for, its class */
const BUTTONS = [
  ["Check", "check", "main"], ["Hint", "hint", ""], ["Show the solution", "solution", ""],
  ["Another like this", "another", ""], ["Next", "next", ""],
];

/** What stands below the title of an exercise. @param {Task} task @param {HTMLElement} form @param {HTMLElement[]} buttons */
const taskNodes = (task, form, buttons) => [
  html("p", { class: "about" }, [task.skill, task.seed ? ` · seed ${task.seed}` : ""]),
  ...(task.record.length ? [recordTable(task.record)] : []),
  html("fieldset", {}, [html("legend", {}, [capital(task.do)]), form]),
  html("div", { class: "buttons" }, buttons),
];

/** What an answer came to. @param {HTMLElement} reply @param {Reply} said */
function paintReply(reply, said) {
  reply.className = `reply ${said.problem ? "problem" : said.state.replaceAll(" ", "-")}`;
  const words = said.problem || said.feedback;
  reply.replaceChildren();
  if (words || said.state !== "not answered yet") {
    reply.append(html("b", {}, [said.problem ? "?" : SIGNS[said.state] ?? ""]), html("span", {}, [words]));
  } else {
    reply.append(html("b", {}, ["…"]), html("span", {}, ["Not answered yet."]));
  }
}

/** The hints that were asked for, and the solution. @param {HTMLElement} help @param {Reply} said */
function paintHelp(help, said) {
  help.replaceChildren();
  if (said.hints.length) {
    help.append(html("ul", { class: "hints" }, said.hints.map((hint) => html("li", {}, [hint]))));
  }
  if (said.solution.answer) {
    const steps = html("ol", {});
    for (const step of said.solution.steps ?? []) {
      steps.append(html("li", {}, [step.says, html("small", {}, [step.sources.join(" · ")])]));
    }
    help.append(html("div", { class: "solution" }, [html("p", {}, [`Solution: ${said.solution.answer}`]), steps]));
  }
}

/** How far the set is done. @param {HTMLElement} standing @param {HTMLElement} again @param {Standing} now */
function paintStanding(standing, again, now) {
  const full = now.right >= now.count;
  const after = now.after_solution ? `, ${now.after_solution} more after the solution` : "";
  const told = full
    ? `${now.right} right${after}. The set is done; go on as long as you like.`
    : `${now.right} of ${now.count} right${after}`;
  const dots = html("span", { class: "dots", "aria-hidden": "true" });
  for (let number = 0; number < now.count; number += 1) {
    const look = number < now.right ? "full" : number < now.right + now.after_solution ? "shown" : "";
    dots.append(html("i", look ? { class: look } : {}));
  }
  // The button stands as it is: an answer that comes while it is pressed takes neither the press nor the focus away.
  while (standing.firstChild && standing.firstChild !== again) standing.firstChild.remove();
  while (again.nextSibling) again.nextSibling.remove();
  again.before(dots, html("span", {}, [told]));
  if (now.trouble) again.after(html("span", { class: "trouble" }, [now.trouble]));
}

/** The parts that stay while exercises come and go. @param {string} id @param {HTMLElement} stale */
function frame(id, stale) {
  const standing = html("p", { class: "standing" });
  const place = html("div", { class: "task" });
  const reply = html("div", { class: "reply", role: "status", "aria-live": "polite" });
  const help = html("div", { class: "help" });
  const root = html("section", { class: "practice", "aria-labelledby": `${id}-title` }, [standing, place, stale, reply, help]);
  return { root, standing, place, reply, help };
}

/**
 * @param {{model: Model, el: HTMLElement}} given
 */
function render({ model, el }) {
  const id = ownId("practice");
  el.classList.add("cptedu", "practice-host");
  const gone = new AbortController();
  const { signal } = gone;
  const waiting = waitingFor(signal, { patience: PATIENCE_WITH_AN_ANSWER });
  const { root, standing, place, reply, help } = frame(id, waiting.stale);
  el.append(root);
  /** @type {() => unknown} */
  let read = () => null;
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  let shown = "";

  /** @param {string} text @param {{do: string}} content @param {string} kind */
  const asking = (text, content, kind) => button(text, kind, () => {
    waiting.asked(root);
    model.send(content.do === "check" ? { do: "check", answer: read() } : content);
  });

  const drawTask = () => {
    /** @type {Task} */
    const task = model.get("task");
    const moved = shown !== "" && shown !== task.id;
    shown = task.id;
    root.dataset.exercise = task.id;
    const form = answerForm(task.form, `${id}-choice`);
    read = form.read;
    buttons = BUTTONS.map(([text, what, kind]) => asking(text, { do: what }, kind));
    const title = html("h3", { id: `${id}-title`, tabindex: "-1" }, [task.text]);
    place.replaceChildren(title, ...taskNodes(task, form.node, buttons));
    if (moved) title.focus();
  };

  const drawReply = () => {
    /** @type {Reply} */
    const said = model.get("reply");
    if (said.for !== shown) return; // the reply to a new exercise comes right after it
    waiting.answered(root, "");
    paintReply(reply, said);
    paintHelp(help, said);
    buttons[1].disabled = !said.more_hints;
    buttons[4].classList.toggle("main", said.state === "right");
    buttons[0].classList.toggle("main", said.state !== "right");
  };

  const again = button("Start over", "quiet", () => model.send({ do: "start over" }));
  standing.append(again);
  const drawStanding = () => paintStanding(standing, again, model.get("standing"));

  drawTask();
  drawReply();
  drawStanding();
  follow(model, ["task"], () => { drawTask(); drawReply(); }, signal);
  follow(model, ["reply"], drawReply, signal);
  follow(model, ["standing"], drawStanding, signal);
  // Keys typed here are an answer, not a command of the notebook around it.
  root.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  return () => gone.abort();
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export default { render };
