// The presenter's window as the room's page meets it: told when it asks, heard where it is meant, and never on the wall.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Model, pass, show, viewLife } from "./page.js";
import { html } from "../../cptedu/widgets/kit/elements.js";

/** Both ends of a channel, without a second window. */
class Channel {
  static said = [];
  static hear;
  addEventListener(_event, call) { Channel.hear = (data) => call({ data }); }
  postMessage(content) { Channel.said.push(content); }
  close() { Channel.said = []; }
}
globalThis.BroadcastChannel = Channel;
/** What the page hears from another window, and of the whole screen. @type {Record<string, (event: object) => void>} */
const heard = {};
globalThis.addEventListener = (name, call) => { heard[name] = call; };
globalThis.location = { origin: "http://127.0.0.1:8888" };
globalThis.MutationObserver = class {
  constructor(call) { Channel.changed = call; }
  observe() {}
  disconnect() {}
};
const { openPresenter, speakToPresenter } = await import("../../cptedu/widgets/presentation/stage_two_windows.js");

function room() {
  const model = new Model({ program: { title: "A deck" } });
  const told = [];
  const does = {
    press: (key) => told.push({ press: key }), go: (at) => told.push({ go: at }),
    tally: (choice, count, at) => told.push({ choice, count, at }), report: (content) => told.push(content),
  };
  const life = viewLife();
  const root = show(html("section", {}, [html("p", { class: "spoken" }, ["Neck adjusted"])]));
  Channel.said = [];
  const isThere = speakToPresenter(root, model, does, life.signal);
  return { model, told, isThere, life, mine: () => Channel.said.at(-1).room };
}

test("nothing is handed over until a window asks; then all of it, and each change", () => {
  const { model, told, isThere } = room();
  for (const call of model.calls.get("msg:custom")) call({ speaker: { notes: ["Secret"] } });
  Channel.changed();
  pass(50);
  assert.deepEqual(Channel.said.filter((one) => one.picture), []);
  assert.equal(isThere(), false);
  Channel.hear({ hello: "first" });
  pass(50);
  assert.equal(isThere(), true);
  assert.deepEqual(told, [{ speaker: true }]);
  assert.match(Channel.said.at(-1).picture.html, /Neck adjusted/);
  assert.equal(Channel.said.at(-1).picture.said, "Neck adjusted");
  const before = Channel.said.length;
  Channel.changed();
  Channel.changed();
  pass(50);
  assert.equal(Channel.said.length, before + 1, "one picture for changes that come together");
});

test("what is pressed there is done here, where this room is meant and the message is one", () => {
  const { told, mine } = room();
  Channel.hear({ hello: true });
  told.length = 0;
  for (const asked of [{ press: " " }, { go: 3 }, { choice: 1, count: 61, at: 4 }]) Channel.hear({ to: mine(), ...asked });
  for (const asked of [{ to: "another", press: " " }, { to: mine(), press: 3 }, { to: mine(), choice: "x", count: 1, at: 4 }, { to: mine(), choice: 1, count: 61 }, null, "x"]) Channel.hear(asked);
  assert.deepEqual(told, [{ press: " " }, { go: 3 }, { choice: 1, count: 61, at: 4 }]);
});

test("the page is loaded anew where the other window asks this room for it", () => {
  const { told, mine } = room();
  let loaded = 0;
  location.reload = () => { loaded += 1; };
  for (const asked of [{ to: "another", reload: true }, { to: mine(), reload: "yes" }]) Channel.hear(asked);
  assert.equal(loaded, 0);
  Channel.hear({ to: mine(), reload: true });
  assert.equal(loaded, 1);
  assert.deepEqual(told, []);
});

test("a window that says that it is still there is answered, and not given everything again", () => {
  const { told } = room();
  Channel.hear({ hello: "first" });
  Channel.hear({ hello: true });
  assert.equal(Channel.said.at(-1).here, true);
  assert.deepEqual(told, [{ speaker: true }]);
});

test("a window that says that it closes is not taken for open, so that the key opens another at once", () => {
  const { isThere } = room();
  Channel.hear({ hello: "first" });
  assert.equal(isThere(), true);
  Channel.hear({ bye: true });
  assert.equal(isThere(), false);
});

test("the whole screen is asked for by a message from window to window, of this place and for this room alone", () => {
  const { told, mine } = room();
  for (const [origin, to] of [["http://elsewhere", mine()], [location.origin, "another"]]) heard.message({ origin, data: { to, press: "s" } });
  assert.deepEqual(told, []);
  heard.message({ origin: location.origin, data: { to: mine(), press: "s" } });
  assert.deepEqual(told, [{ press: "s" }]);
  document.dispatchEvent(new document.defaultView.Event("fullscreenerror"));
  assert.equal(Channel.said.at(-1).refused, true, "what a browser refuses is told where the key was pressed");
});

test("notes are never opened over the whole screen, nor twice", () => {
  const notice = html("p", {});
  const opened = [];
  globalThis.open = (...given) => opened.push(given);
  openPresenter({ notice }, true);
  assert.match(notice.textContent, /are in the presenter's window/);
  Object.defineProperty(document, "fullscreenElement", { value: document.body, configurable: true });
  openPresenter({ notice }, false);
  assert.match(notice.textContent, /Leave full screen first/);
  assert.deepEqual(opened, []);
  Object.defineProperty(document, "fullscreenElement", { value: null, configurable: true });
  openPresenter({ notice }, false);
  assert.deepEqual(opened.map(([where]) => where), ["/voila/static/presenter.html"]);
  // One that this page has opened is known to be closed, even where it could not say so any more.
  const other = { closed: false };
  globalThis.open = (...given) => { opened.push(given); return other; };
  openPresenter({ notice }, false);
  openPresenter({ notice }, true);
  assert.equal(opened.length, 2);
  other.closed = true;
  openPresenter({ notice }, true);
  assert.equal(opened.length, 3);
});
