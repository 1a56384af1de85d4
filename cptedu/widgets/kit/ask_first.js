// @ts-check
// A button whose work cannot be taken back: it asks before it is done.

import { html } from "./elements.js";

/**
 * A button, and in its place the question with two answers, once it was pressed.
 * @param {string} words
 * @param {{question: string, yes: string, no: string}} asked
 * @param {() => void} call
 */
export function askFirst(words, { question, yes, no }, call) {
  const opener = html("button", { type: "button", class: "clear" }, [words]);
  const sure = html("span", { class: "sure", hidden: true });
  const close = () => {
    sure.hidden = true;
    opener.hidden = false;
    opener.focus();
  };
  opener.addEventListener("click", () => {
    const does = html("button", { type: "button" }, [yes]);
    const keeps = html("button", { type: "button" }, [no]);
    sure.replaceChildren(`${question} `, does, " ", keeps);
    sure.hidden = false;
    opener.hidden = true;
    does.addEventListener("click", () => { call(); close(); });
    keeps.addEventListener("click", close);
    does.focus();
  });
  return { opener, sure };
}
