// @ts-check
// The bar above a form: examples to start from, files to open and save, steps to take back and make again.

import { dropDown } from "./drop_down.js";
import { button, html, tell } from "./elements.js";
import { keptChildren } from "./kept_children.js";
import { undoKeys } from "./keys.js";
import { ownId } from "./own_id.js";
import { onEnter } from "./typing.js";

/**
 * @typedef {import("./traits.js").Model} Model
 * @typedef {import("./fields.js").Choice} Choice
 */

/** What the bar shows follows these traits of an edited form. */
export const BAR_TRAITS = ["can_undo", "can_redo", "files", "note"];

/**
 * What is under "Open or save": a name to save by, and the files that are there.
 * @param {Model} model
 * @param {{what: string, such: string, privacy: string}} look
 * @param {AbortSignal} signal
 */
function filesDrop(model, { what, such, privacy }, signal) {
  const name = html("input", { id: ownId("file"), type: "text", autocomplete: "off", placeholder: such });
  const save = () => model.send({ do: "save", name: name.value });
  onEnter(name, save);
  const list = html("ul", { class: "files" });
  const none = html("p", { class: "hint" }, [`There is no ${what} file in this folder yet.`]);
  const drop = dropDown(ownId("drop"), "Open or save", [html("div", { class: "field" }, [html("label", { for: name.id }, [`Save this ${what} as`]),
    html("span", { class: "row" }, [name, button("Save", "save", save)]), html("small", {}, [privacy])]),
  html("p", { class: "label" }, [`Open a ${what} file`]), list, none], signal);
  drop.opener.addEventListener("click", () => model.send({ do: "files" }));
  const paint = () => {
    const names = /** @type {string[]} */ (model.get("files"));
    keptChildren(list, names, (file) => {
      const opens = button(file, "", () => { model.send({ do: "load", name: file }); drop.hide(); });
      opens.dataset.file = file;
      return html("li", {}, [opens]);
    });
    none.hidden = names.length > 0;
  };
  return { node: drop.node, name, paint };
}

/**
 * @param {Model} model
 * @param {{what: string, such: string, privacy: string, start: string, examples: (Choice & {asks?: object})[]}} look what is
 *   edited, a name as one gives it, what is said of the file, and what to start from; an example may ask for something of its own
 * @param {HTMLElement} root where Ctrl+Z takes a step back
 * @param {AbortSignal} signal
 * @param {() => boolean} [isAside] whether something else is at work in it, such as a window of its own
 */
export function formBar(model, look, root, signal, isAside) {
  const undo = button("Undo", "undo", () => model.send({ do: "undo" }));
  const redo = button("Redo", "redo", () => model.send({ do: "redo" }));
  const note = html("p", { class: "note", role: "status", hidden: true });
  const examples = dropDown(ownId("drop"), look.start, [html("ul", {}, look.examples.map(({ value, word, says = "", asks }) => {
    const starts = button(word, "", () => { model.send(asks ?? { do: "example", name: value }); examples.hide(); });
    starts.dataset.example = value;
    starts.append(html("small", {}, [says]));
    return html("li", {}, [starts]);
  }))], signal);
  const files = filesDrop(model, look, signal);
  undoKeys(root, (what) => model.send({ do: what }), signal, isAside);
  return {
    node: html("div", { class: "bar" }, [html("div", { class: "row" }, [examples.node, files.node]), note, html("div", { class: "row" }, [undo, redo])]),
    fileName: files.name,
    paint: () => {
      undo.disabled = !model.get("can_undo");
      redo.disabled = !model.get("can_redo");
      const { says, bad } = model.get("note");
      tell(note, says);
      note.toggleAttribute("data-bad", bad);
      files.paint();
    },
  };
}
