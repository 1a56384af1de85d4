// @ts-check
// How the room joins the vote by phone: the picture that a phone reads, and the address in letters for those who type it.

import { html, refill } from "../kit/elements.js";

/** @typedef {{address: string, picture: string}} Phones */

/** Where the invitation stands. */
export const joinPlace = () => html("section", { class: "join", "aria-label": "Vote by phone", hidden: "" });

/**
 * Invite while a vote is open or will be: on the opening and until the first line is revealed.
 * @param {HTMLElement} place @param {Phones | null} phones @param {{kind: string, phase?: string, choices?: unknown[]}} shown
 */
export function paintJoin(place, phones, shown) {
  place.hidden = !phones || !(shown.kind === "opening" || (shown.phase === "predict" && shown.choices?.length));
  if (!phones) return;
  refill(place, phones, () => [
    html("img", { src: phones.picture, alt: "" }),
    html("p", {}, [html("b", {}, ["Vote by phone."]), " Scan this in the Wi-Fi of the room, or type ",
      html("span", { class: "address" }, [phones.address.replace("http://", "")])])]);
}
