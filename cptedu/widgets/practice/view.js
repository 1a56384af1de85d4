// @ts-check
// Draws an exercise and reports what was answered. What is right, and what comes next, is decided in Python.

import { button, html, refill } from "../kit/elements.js";
import { keepFocus } from "../kit/keep_focus.js";
import { ownId } from "../kit/own_id.js";
import { sourceList } from "../kit/signs.js";
import { follow } from "../kit/traits.js";
import { waitingFor } from "../kit/waiting.js";
import { answerForm } from "./answer_forms.js";
import { visitPicture } from "./picture.js";

/**
 * @typedef {{value: string, label: string, is_line?: boolean}} Option
 * @typedef {{code: string, label: string, picked: boolean, units: number, modifiers: string[], at_hand: boolean}} Row
 * @typedef {{type: string, options: Option[], map?: boolean, none?: string, whole?: boolean, picks?: boolean, units?: boolean,
 *   modifiers?: boolean, offered?: string[], others?: string[], in_note?: boolean, rows?: Row[]}} Form
 * @typedef {{id: string, skill: string, title: string, before: string, after: string, do: string, when: string, record: string[][],
 *   minutes: Record<string, [number, number]>, picture: Partial<import("./picture.js").Picture>, form: Form}} Task
 * @typedef {{for: string, turn: number, state: string, feedback: string, parts: {role: string, says: string}[], problem: string, hints: string[], more_hints: boolean,
 *   solution: {answer?: string, steps?: {says: string, sources: string[]}[]}}} Reply
 * @typedef {{right: number, after_solution: number, count: number, answers: number, trouble: string}} Standing
 * @typedef {import("../kit/traits.js").Model} Model
 */

const SIGNS = /** @type {Record<string, string>} */ ({ right: "✓", close: "≈", wrong: "✕", "not answered yet": "…" });
const PATIENCE_WITH_AN_ANSWER = 4000; // milliseconds

const AN_HOUR = 60;

/** Minutes as a bar on an hour with its quarters; what is no treatment is drawn in outline. @param {[number, number]} minutes */
function minutesBar([treated, beside]) {
  const wide = (/** @type {number} */ minutes) => `inline-size: ${Math.min(100, minutes / AN_HOUR * 100)}%`;
  const bars = [html("i", { style: wide(treated) }), ...(beside ? [html("i", { class: "beside", style: wide(beside) })] : [])];
  return html("span", { class: "minutes", "aria-hidden": "true" }, bars);
}

/** What the exercise tells of the visit. @param {Task} task */
function recordRows({ when, record, minutes }) {
  const rows = record.map(([label, text]) => html("div", { class: "row" }, [
    html("dt", {}, [label, ...(label in minutes ? [minutesBar(minutes[label])] : [])]), html("dd", {}, [text])]));
  return [...(when ? [html("p", { class: "when" }, [when])] : []), ...(rows.length ? [html("dl", { class: "record" }, rows)] : [])];
}

/** @type {[string, string, string][]} each button: its word, what it asks for, its class */
const BUTTONS = [
  ["Check", "check", "main"], ["Hint", "hint", ""], ["Solution", "solution", "later"],
  ["Another like this", "another", "later"], ["Next", "next", "later"],
];

/** Words of which a narrow screen shows the first alone. @param {HTMLButtonElement} made */
function shortened(made) {
  const [first, ...more] = String(made.textContent).split(" ");
  if (more.length) made.replaceChildren(first, html("span", { class: "more-words" }, [` ${more.join(" ")}`]));
  return made;
}

const LEAVES = new Set(["another", "next"]);

/** An exercise that is left is grey at once, so that nobody fills in what is about to go. @param {HTMLElement} root @param {string} asked */
const greyWhatGoes = (root, asked) => root.toggleAttribute("data-leaving", LEAVES.has(asked));

/** A question in words: what is asked, what is told, where to answer. @param {Task} task @param {HTMLElement} title @param {HTMLElement} form */
const questionNodes = (task, title, form) => [
  ...(task.before ? [html("p", { class: "story", id: `${title.id}-story` }, [task.before])] : []),
  title,
  ...(task.after ? [html("p", { class: "story" }, [task.after])] : []),
  ...recordRows(task.form.in_note ? { ...task, record: [] } : task),
  html("fieldset", {}, [html("legend", { class: task.form.in_note ? false : "heard" }, [capital(task.do)]), form]),
];

/** A reply, each part of it a line of its own; what was added to it comes last. @param {string} words @param {Reply["parts"]} parts */
function inParts(words, parts) {
  const whole = parts.map((part) => part.says).join(" ");
  if (!whole || !words.startsWith(whole)) return [html("p", {}, [words])];
  const rest = words.slice(whole.length).trim();
  return [...parts.map((part) => html("p", { "data-role": part.role }, [part.says])), ...(rest ? [html("p", {}, [rest])] : [])];
}

/** What an answer came to. @param {HTMLElement} reply @param {Reply} said */
function paintReply(reply, said) {
  reply.className = `reply ${said.problem ? "problem" : said.state.replaceAll(" ", "-")}`;
  const words = said.problem || said.feedback;
  reply.replaceChildren();
  if (words || said.state !== "not answered yet") {
    const told = said.problem ? [html("p", {}, [words])] : inParts(words, said.parts);
    reply.append(html("b", { "aria-hidden": "true" }, [said.problem ? "?" : SIGNS[said.state] ?? ""]), html("div", {}, told));
  } else {
    reply.append(html("span", {}, ["Not answered yet."]));
  }
}

/** What leads on is quiet until there was a try; after a right answer it is what is next. @param {HTMLButtonElement[]} buttons @param {Reply} said */
function paintButtons(buttons, said) {
  const isRight = said.state === "right";
  const isTried = said.state !== "not answered yet" || Boolean(said.solution.answer);
  buttons[1].disabled = !said.more_hints;
  buttons[4].classList.toggle("main", isRight);
  buttons[0].classList.toggle("main", !isRight);
  for (const one of buttons) one.classList.toggle("quiet", !isTried && one.classList.contains("later"));
}

/** A reply below the window is brought into sight, and nothing is moved where it is seen. @param {HTMLElement} reply @param {Reply} said */
function bringIntoSight(reply, said) {
  const { top, bottom } = reply.getBoundingClientRect();
  const isOut = top < 0 || bottom > innerHeight;
  if (isOut && said.turn > 1 && (said.feedback || said.problem)) reply.scrollIntoView({ block: "nearest" });
}

/** The hints that were asked for, and the solution. @param {HTMLElement} help @param {Reply} said */
function paintHelp(help, said) {
  refill(help, [said.for, said.hints, said.solution], () => {
    const { answer, steps = [] } = said.solution;
    const sources = [...new Set(steps.flatMap((step) => step.sources))];
    const told = html("ol", {}, steps.map((step) => html("li", {}, [step.says])));
    const more = sources.length ? [sourceList(sources.length === 1 ? "1 source" : `${sources.length} sources`, sources)] : [];
    return [...(said.hints.length ? [html("ul", { class: "hints" }, said.hints.map((hint) => html("li", {}, [hint])))] : []),
      ...(answer ? [html("div", { class: "solution" }, [html("p", {}, [`Solution: ${answer}`]), told, ...more])] : [])];
  });
}

/** How far the set is done. @param {HTMLElement} standing @param {HTMLElement} again @param {Standing} now @param {string} skill */
function paintStanding(standing, again, now, skill) {
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
  again.before(html("b", {}, [skill]), dots, html("span", {}, [told]));
  if (now.trouble) again.after(html("span", { class: "trouble" }, [now.trouble]));
}

/** The parts that stay while exercises come and go. @param {string} id @param {HTMLElement} stale */
function frame(id, stale) {
  const standing = html("p", { class: "standing" });
  const question = html("div", { class: "question" });
  const row = html("div", { class: "buttons" });
  const reply = html("div", { class: "reply", role: "status", "aria-live": "polite" });
  const help = html("div", { class: "help" });
  const answered = html("div", { class: "answered" }, [stale, reply, help]);
  const board = html("div", { class: "board" }, [html("div", { class: "asked" }, [question, row, answered])]);
  const root = html("section", { class: "practice", "aria-labelledby": `${id}-title` }, [standing, board]);
  return { root, board, standing, question, row, reply, help };
}

/** The drawing beside a question: of its visit, or one that is answered on. @param {Task} task @param {import("./answer_forms.js").Answered} form @param {string} id */
const seenOf = ({ picture }, form, id) =>
  picture.says ? [visitPicture(/** @type {import("./picture.js").Picture} */ (picture), id)] : form.seen ?? [];

/** Put a drawing beside the question, in the place of the one before it. @param {HTMLElement} board @param {HTMLElement[]} seen */
function putBeside(board, seen) {
  for (const old of board.querySelectorAll(":scope > .picture")) old.remove();
  board.prepend(...seen);
  board.classList.toggle("seen", seen.length > 0);
}

/**
 * @param {{model: Model, el: HTMLElement}} given
 */
function render({ model, el }) {
  const id = ownId("practice");
  el.classList.add("cptedu", "practice-host");
  const gone = new AbortController(), { signal } = gone;
  const waiting = waitingFor(signal, { patience: PATIENCE_WITH_AN_ANSWER });
  const { root, board, standing, question, row, reply, help } = frame(id, waiting.stale);
  el.append(root);
  /** @type {() => unknown} */
  let read = () => null;
  /** @type {HTMLButtonElement[]} */
  let buttons = [];
  let shown = "";
  /** @param {string} text @param {{do: string}} content @param {string} kind */
  const asking = (text, content, kind) => button(text, kind, () => {
    waiting.asked(root);
    greyWhatGoes(root, content.do);
    model.send(content.do === "check" ? { do: "check", answer: read() } : content);
  });

  const drawTask = () => {
    /** @type {Task} */
    const task = model.get("task");
    const moved = shown !== "" && shown !== task.id;
    shown = task.id;
    root.dataset.exercise = task.id;
    const form = answerForm(task.form, `${id}-choice`, task.record);
    read = form.read;
    buttons = BUTTONS.map(([text, what, kind]) => shortened(asking(text, { do: what }, kind)));
    const title = html("h3", { id: `${id}-title`, tabindex: "-1", "aria-describedby": task.before ? `${id}-title-story` : false }, [task.title]);
    question.replaceChildren(...questionNodes(task, title, form.node));
    row.replaceChildren(...buttons);
    putBeside(board, seenOf(task, form, id));
    if (moved) title.focus();
  };

  const drawReply = () => {
    /** @type {Reply} */
    const said = model.get("reply");
    if (said.for !== shown) return; // the reply to a new exercise comes right after it
    waiting.answered(root, "");
    greyWhatGoes(root, "");
    paintReply(reply, said);
    paintHelp(help, said);
    paintButtons(buttons, said);
    bringIntoSight(reply, said);
  };

  const again = standing.appendChild(button("Start over", "quiet", () => model.send({ do: "start over" })));
  const drawStanding = () => paintStanding(standing, again, model.get("standing"), model.get("task").skill);

  const drawAll = () => { drawTask(); drawReply(); drawStanding(); };
  drawAll();
  for (const [name, draw] of Object.entries({ task: drawAll, reply: drawReply, standing: drawStanding })) {
    follow(model, [name], () => keepFocus(root, draw), signal);
  }
  // Keys typed here are an answer, not a command of the notebook around it.
  root.addEventListener("keydown", (event) => event.stopPropagation(), { signal });
  return () => gone.abort();
}

/** @param {string} text */
function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export default { render };
