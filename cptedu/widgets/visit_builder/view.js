// @ts-check
// The visit builder, drawn. This file shows what the traits say and reports what is chosen or typed; every code, unit,
// modifier and reason comes from Python.

import { dropDown } from "../kit/drop_down.js";
import { button, html, tell } from "../kit/elements.js";
import { keepKeys, undoKeys } from "../kit/keys.js";
import { ownId } from "../kit/own_id.js";
import { follow, report } from "../kit/traits.js";
import { onEnter } from "../kit/typing.js";
import { PATIENCE, SILENT } from "../kit/waiting.js";
import { chipRow, group, jumpRow, menu, orNone, pills, placePicker, textField, tick, wholeNumber, withValue } from "./fields.js";
import { diagnosisList, serviceList } from "./services.js";

/**
 * @typedef {Record<string, any>} Visit
 * @typedef {{value: string, word: string, says: string}} Choice
 * @typedef {{label: string, codes: Choice[]}} CodeGroup
 * @typedef {{id: string, word: string, says: string}} Chip
 * @typedef {{region: string, word: string, label: string, kind: string, chips: Chip[]}} ChipRow
 * @typedef {{payers: Choice[], care: Choice[], course: Choice[], abn: Choice[], part: Choice[], contact: Choice[],
 *            performed_by: Choice[], purposes: Choice[], regions: Choice[], chips: ChipRow[],
 *            services_by_code: CodeGroup[], examinations: CodeGroup[], examples: Choice[], hints: Record<string, string>,
 *            usual: Visit}} Choices
 * @typedef {import("../kit/traits.js").Model} Model
 * @typedef {import("../kit/traits.js").Host} Host
 * @typedef {(string | number)[]} Path
 * @typedef {{node: HTMLElement, paint(value: any): void}} Field
 * @typedef {(path: Path, value: any) => void} Edit
 */

/** @param {{model: Model, el: HTMLElement, host?: Host}} given */
function render({ model, el, host }) {
  /** @type {Choices} */
  const choices = model.get("choices");
  const gone = new AbortController();
  const { signal } = gone;
  const visit = () => /** @type {Visit} */ (model.get("visit"));
  /** @type {Edit} */
  const edit = (path, value) => {
    report(model, { visit: withValue(visit(), path, value) });
    paint();
  };
  const set = (/** @type {string} */ key) => (/** @type {any} */ value) => edit([key], value === "" ? undefined : value);

  // The visit.
  const title = textField({ label: "Title", placeholder: "a short description; never a patient's name" }, set("title"));
  const day = textField({ label: "Date of service", type: "date" }, set("date_of_service"));
  const payer = menu({ label: "Payer", none: "choose the payer", groups: [{ label: "", choices: choices.payers }] }, set("payer"));
  const payerSays = /** @type {HTMLElement} */ (payer.node.querySelector("small"));
  const care = pills({ label: "Care", choices: choices.care, none: "not recorded" }, set("care"));
  const course = pills({ label: "Course", choices: choices.course, none: "not recorded" }, set("course"));
  const session = textField({ label: "Whole session, minutes", type: "number", min: 0, max: 1440 }, (value) => set("session_minutes")(wholeNumber(value)));
  const seen = textField({ label: "Patient last seen on", type: "date" }, set("last_seen"));
  const basics = group("visit", "The visit", "", [html("div", { class: "columns day-and-payer" }, [day.node, payer.node]),
    care.node, html("details", { class: "more" }, [html("summary", {}, ["More about the visit"]), title.node, course.node,
      html("div", { class: "columns" }, [session.node, seen.node])])], "Visit");

  // What was adjusted.
  const adjusted = placePicker({ add: "Add by name", more: "Adjusted beyond the spine", rows: choices.chips.map((row) => ({
    label: row.word, says: row.label === row.word ? "" : row.label, beyond: row.kind !== "spinal", chips: row.chips })) },
  () => visit().adjusted ?? [], () => model.get("chip_of"), (names) => edit(["adjusted"], orNone(names)));
  const openBody = button("Mark it on the body", "open-body", () => showBody("adjusted", 0));
  const found = tick("The note says what was found in each adjusted region", (on) => edit(["findings"], on ? {} : undefined));
  const foundHint = html("p", { class: "hint" }, [choices.hints.findings]);
  const foundList = html("div", { class: "columns" });
  /** @type {Map<string, ReturnType<typeof textField>>} */
  const foundFields = new Map();
  const adjustments = group("adjusted", "Adjusted", choices.hints.adjusted,
    [adjusted.node, openBody, html("div", { class: "field" }, [found.node, foundHint, foundList])]);

  // Everything else.
  const services = serviceList(choices, visit, model, edit, (layer, at) => showBody(layer, at));
  const done = group("services", "Other things done", "Exercise, hands-on work, heat, traction, tests: one entry each.", [services.node], "Services");
  const diagnoses = diagnosisList(visit, edit);
  const sick = group("diagnoses", "Diagnoses", choices.hints.diagnoses, [diagnoses.node]);

  // The record that Medicare asks for.
  const hasPart = tick("The note has a P.A.R.T. examination", (on) => edit(["part"], on ? [] : undefined));
  const part = chipRow("P.A.R.T.: what the examination showed", choices.part.map(({ value, word, says }) => ({ id: value, word, says })), (letter) => {
    const held = /** @type {string[]} */ (visit().part ?? []);
    edit(["part"], choices.part.map(({ value }) => value).filter((each) => (each === letter) !== held.includes(each)));
  });
  const abn = pills({ label: "Notice to the patient (ABN)", hint: choices.hints.abn,
    choices: choices.abn, none: "not recorded" }, set("abn"));
  const xray = textField({ label: "X-ray that shows the subluxation, taken on", type: "date" }, set("xray_on"));
  const record = group("record", "What Medicare asks of the record", choices.hints.record,
    [html("div", { class: "field" }, [hasPart.node, part.node]), abn.node, xray.node], "Record");

  // An examination.
  const exam = menu({ label: "Examination on this day", none: "none", groups: choices.examinations.map(({ label, codes }) => ({ label, choices: codes })) },
    (value) => edit(["evaluation"], value ? { ...(visit().evaluation ?? {}), code: value } : undefined));
  const apart = pills({ label: choices.hints.separate, none: "not recorded",
    choices: [{ value: "yes", word: "yes, separate", says: "" }, { value: "no", word: "no", says: "" }] },
  (value) => edit(["evaluation", "separate"], value === undefined ? undefined : value === "yes"));
  const evaluation = group("evaluation", "Examination", "", [exam.node, apart.node], "Exam");
  const groups = [basics, adjustments, done, sick, record, evaluation];
  const jumps = jumpRow(groups);

  // The bar above.
  const undo = button("Undo", "undo", () => model.send({ do: "undo" }));
  const redo = button("Redo", "redo", () => model.send({ do: "redo" }));
  const afresh = html("button", { type: "button", "data-example": "" }, ["An empty visit", html("small", {}, ["build it from scratch"])]);
  afresh.addEventListener("click", () => { model.send({ do: "empty" }); examples.hide(); });
  const examples = dropDown(ownId("visit-drop"), "Start from …", [html("ul", {}, [html("li", {}, [afresh]), ...choices.examples.map(({ value, word, says }) => {
    const button = html("button", { type: "button", "data-example": value }, [word, html("small", {}, [says])]);
    button.addEventListener("click", () => { model.send({ do: "example", name: value }); examples.hide(); });
    return html("li", {}, [button]);
  })])], signal);
  const fileId = ownId("visit-file");
  const fileList = html("ul", { class: "files" });
  const noFiles = html("p", { class: "hint" }, ["There is no visit file in this folder yet."]);
  const fileName = html("input", { id: fileId, type: "text", autocomplete: "off", placeholder: "such as monday" });
  const askToSave = () => model.send({ do: "save", name: fileName.value });
  onEnter(fileName, askToSave);
  const note = html("p", { class: "note", role: "status", hidden: true });
  const filesDrop = dropDown(ownId("visit-drop"), "Open or save", [html("div", { class: "field" }, [html("label", { for: fileId }, ["Save this visit as"]),
    html("span", { class: "by-name" }, [html("span", {}, [fileName, button("Save", "save", askToSave)])]), html("small", {}, ["A text file in the folder of this notebook."])]),
  html("p", { class: "sub" }, ["Open a visit file"]), fileList, noFiles], signal);
  filesDrop.opener.addEventListener("click", () => model.send({ do: "files" }));
  const bar = html("div", { class: "bar" }, [html("div", { class: "row" }, [examples.node, filesDrop.node]), note,
    html("div", { class: "row" }, [undo, redo])]);

  // The claim beside the form.
  const stale = html("p", { class: "stale", hidden: true });
  const claim = html("div", { class: "claim-html" });
  const start = html("div", { class: "start", hidden: true }, [html("p", {}, ["The claim appears here as soon as the visit has a date and a payer."]),
    html("p", {}, ["Or start from an example, and change it."])]);
  const claimPane = html("section", { class: "pane claim-pane", tabindex: 0, "aria-label": "The claim and its reasons" },
    [html("h3", {}, ["The claim"]), stale, start, claim]);
  const spoken = html("p", { class: "spoken", role: "status", "aria-live": "polite" });
  const form = html("div", { class: "pane form" }, [jumps.node, ...groups.map(({ node }) => node)]);
  const dialog = html("dialog", { class: "body-dialog", "aria-label": "Mark places on the body" });
  const root = html("div", { class: "cptedu visit-builder" },
    [bar, html("div", { class: "panes" }, [form, claimPane]), spoken, dialog]);
  el.append(root);
  keepKeys(root, signal);
  undoKeys(root, (what) => model.send({ do: what }), signal, () => dialog.open);

  // The body, in a window of its own.
  /** @type {HTMLElement | null} */
  let cameFrom = null;
  let bodyView = new AbortController();
  const showBody = (/** @type {string} */ layer, /** @type {number} */ service) => {
    cameFrom = /** @type {HTMLElement | null} */ (document.activeElement);
    model.send({ do: "body", layer, service });
  };
  const drawBody = async () => {
    const ref = model.get("body");
    bodyView.abort();
    bodyView = new AbortController();
    if (!ref || !host || !cameFrom) {
      dialog.close();
      return;
    }
    const close = button("Done", "close-body", () => dialog.close());
    const place = html("div");
    dialog.replaceChildren(html("div", { class: "row" }, [html("h3", {}, ["Mark places on the body"]), close]), place);
    const child = await host.getWidget(ref);
    dialog.showModal();
    await child.render({ el: place, signal: bodyView.signal });
  };
  dialog.addEventListener("close", () => {
    bodyView.abort();
    dialog.replaceChildren();
    if (model.get("body")) model.send({ do: "close_body" });
    cameFrom?.focus();
    cameFrom = null;
  });

  // What is shown follows the traits.
  let waiting = 0;
  let shownClaim = "";
  const paint = () => {
    const held = visit();
    title.paint(held.title);
    day.paint(held.date_of_service);
    payer.paint(held.payer);
    payerSays.textContent = choices.payers.find(({ value }) => value === held.payer)?.says ?? "Every payer has rules of its own.";
    care.paint(held.care);
    course.paint(held.course);
    session.paint(held.session_minutes);
    seen.paint(held.last_seen);
    adjusted.paint(undefined);
    found.paint(held.findings !== undefined);
    foundHint.hidden = held.findings === undefined;
    foundList.hidden = held.findings === undefined;
    const regions = held.findings === undefined ? [] : [...new Set([...model.get("adjusted_regions"), ...Object.keys(held.findings)])];
    if (JSON.stringify([...foundFields.keys()]) !== JSON.stringify(regions)) {
      foundFields.clear();
      for (const region of regions) {
        const word = choices.regions.find(({ value }) => value === region)?.word ?? region;
        foundFields.set(region, textField({ label: `Found: ${word}` }, (value) => edit(["findings", region], value === "" ? undefined : value)));
      }
      foundList.replaceChildren(...[...foundFields.values()].map(({ node }) => node));
    }
    for (const [region, field] of foundFields) field.paint(held.findings?.[region]);
    services.paint();
    diagnoses.paint();
    hasPart.paint(held.part !== undefined);
    part.node.hidden = held.part === undefined;
    part.paint((letter) => (held.part ?? []).includes(letter));
    abn.paint(held.abn);
    xray.paint(held.xray_on);
    exam.paint(held.evaluation?.code);
    apart.node.hidden = !held.evaluation;
    apart.paint(held.evaluation?.separate === undefined ? undefined : held.evaluation.separate ? "yes" : "no");
    /** @type {Record<string, string>} */
    const problems = model.get("problems");
    for (const { key, wrong } of groups) tell(wrong, problems[key]);
    jumps.paint(problems);
    undo.disabled = !model.get("can_undo");
    redo.disabled = !model.get("can_redo");

    const { says, bad } = model.get("note");
    tell(note, says);
    note.toggleAttribute("data-bad", bad);
    /** @type {string[]} */
    const files = model.get("files");
    noFiles.hidden = files.length > 0;
    if (fileList.dataset.files !== JSON.stringify(files)) {
      fileList.dataset.files = JSON.stringify(files);
      fileList.replaceChildren(...files.map((name) => {
        const button = html("button", { type: "button", "data-file": name }, [name]);
        button.addEventListener("click", () => { model.send({ do: "load", name }); filesDrop.hide(); });
        return html("li", {}, [button]);
      }));
    }

    const answered = JSON.stringify(model.get("answered")) === JSON.stringify(held);
    const mend = model.get("problem");
    clearTimeout(waiting);
    if (!answered) waiting = window.setTimeout(() => showStale(SILENT), PATIENCE);
    else showStale(mend && model.get("claim_html") ? "Something in the form is to be mended first. Below, greyed, is the last claim that could be worked out." : "");
    root.toggleAttribute("data-waiting", !answered);
    claim.toggleAttribute("data-stale", Boolean(mend));
    start.hidden = model.get("claim_html") !== "";
    if (shownClaim !== model.get("claim_html")) {
      const scrolled = claimPane.scrollTop;
      claim.innerHTML = shownClaim = model.get("claim_html"); // built and escaped by Python
      claimPane.scrollTop = scrolled;
    }
  };
  const showStale = (/** @type {string} */ words) => {
    stale.hidden = !words;
    stale.textContent = words;
  };
  const say = () => { spoken.textContent = model.get("summary"); };
  const nameFile = () => { fileName.value = model.get("file"); };
  let queued = 0;
  const soon = () => {
    cancelAnimationFrame(queued);
    queued = requestAnimationFrame(paint);
  };
  follow(model, ["visit", "claim_html", "problems", "problem", "outcomes", "chip_of", "adjusted_regions", "answered", "can_undo",
    "can_redo", "files", "note"], soon, signal);
  follow(model, ["summary"], say, signal);
  follow(model, ["file"], nameFile, signal);
  follow(model, ["body"], drawBody, signal);
  paint();
  nameFile();

  return () => {
    gone.abort();
    bodyView.abort();
    clearTimeout(waiting);
    cancelAnimationFrame(queued);
  };
}

export default { render };
