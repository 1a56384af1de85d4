"""What is seen of a page: how well its words stand out, which names are there twice, and how a drawing is filled."""

import re
from base64 import b64encode
from typing import Any

# Every word of ours on the page whose contrast is below 4.5, with its colours: the ground is what its ancestors paint, one
# over the other. Words inside drawings stand on shapes, which are no ancestors: see tests/charts/test_theme.py.
FAINT = """() => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      context.clearRect(0, 0, 1, 1);
      context.fillStyle = colour;
      context.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const ground = (node) => {
    const layers = [];
    for (let at = node; at && layers.at(-1)?.[3] !== 1; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
    }
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((v) => (v <= 10.31 ? v / 3294.6 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const faint = [];
  let looked = 0;
  for (let word = words.nextNode(); word; word = words.nextNode()) {
    const node = word.parentElement;
    if (!word.data.trim() || !node.closest(".cptedu") || node.closest("style, svg, option, :disabled")) continue;
    if (!node.checkVisibility({ visibilityProperty: true })) continue;
    looked += 1;
    const under = ground(node);
    const [more, less] = [light(over(rgba(getComputedStyle(node).color), under)), light(under)].sort((a, b) => b - a);
    const contrast = (more + 0.05) / (less + 0.05);
    if (contrast < 4.5) faint.push(`${contrast.toFixed(2)} <${node.localName}> ${word.data.trim().slice(0, 60)}`);
  }
  return { looked, faint };
}"""

# Ids in outputs that the page has more than once, and groups of radio buttons that two instruments share.
REPEATED = """() => {
  const ids = [...document.querySelectorAll(".jp-OutputArea [id]")].map((node) => node.id);
  const twice = ids.filter((id) => document.querySelectorAll(`[id="${CSS.escape(id)}"]`).length > 1);
  const groups = new Map();
  for (const radio of document.querySelectorAll(".cptedu input[type=radio]")) {
    groups.set(radio.name, (groups.get(radio.name) ?? new Set()).add(radio.closest(".cptedu")));
  }
  const shared = [...groups].filter(([, owners]) => owners.size > 1).map(([name]) => `radio ${name}`);
  return [...new Set(twice), ...shared];
}"""

# Every fill, stroke, mask and clip of a drawing that is looked for by an id, and is not to be found in that same drawing.
LOST = """(root) => {
  const lost = [];
  for (const node of root.querySelectorAll("svg *")) {
    const look = getComputedStyle(node);
    for (const what of ["fill", "stroke", "mask", "clipPath"]) {
      for (const [, id] of look[what].matchAll(/url\\("?#([^")]+)"?\\)/g)) {
        if (!root.contains(document.getElementById(id))) lost.push(`${what} ${id}`);
      }
    }
  }
  return lost;
}"""


# What sticks out at the right of the window, of its instrument, of its cell of a table or of its button, but for what
# scrolls in a box of its own.
STICKS_OUT = """() => {
  const holder = (node) => node.parentElement.closest("td, th, button, .cptedu, .jp-OutputArea, .jp-RenderedMarkdown");
  const scrolls = (node, held) => {
    for (let at = node.parentElement; at && at !== held && !at.matches(".jp-OutputArea"); at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  const isClipped = (node) => {
    for (let at = node; at; at = at.parentElement) if (getComputedStyle(at).clipPath !== "none") return true;
    return false;
  };
  return [...document.querySelectorAll(".jp-OutputArea *, .jp-RenderedMarkdown *")].filter((node) => {
    const { right, width } = node.getBoundingClientRect();
    if (width <= 1 || !node.checkVisibility() || node.closest("svg")) return false;
    const held = holder(node);
    const end = held ? held.getBoundingClientRect().right : innerWidth;
    const isOut = (right > end + 1 && !scrolls(node, held)) || (right > innerWidth + 1 && !scrolls(node, null));
    return isOut && !isClipped(node);
  }).map((node) => `<${node.localName} class="${node.className}"> ${node.textContent.slice(0, 40)}`);
}"""

# On paper: frames around the last cell that clip it, and buttons that can be seen.
CUT_ON_PAPER = """(panel) => {
  const root = document.querySelector(panel);
  const cut = [];
  for (let at = [...root.querySelectorAll(".jp-Cell")].at(-1).parentElement; at; at = at.parentElement) {
    const look = getComputedStyle(at);
    if (look.overflow !== "visible" || look.position !== "static" || look.contain !== "none") {
      cut.push(`<${at.localName} id="${at.id}" class="${at.className}">`);
    }
  }
  const buttons = [...document.querySelectorAll("button:not([aria-pressed=true], [aria-current=true])")];
  return [...cut, ...buttons.filter((node) => node.checkVisibility()).map((node) => `button ${node.textContent}`)];
}"""

# How many of all pixels differ between two pictures, in per mille; a shade more or less does not count.
DIFFERENT = """async ([one, other]) => {
  const pixels = async (picture) => {
    const drawn = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
    const canvas = new OffscreenCanvas(drawn.width, drawn.height);
    const context = canvas.getContext("2d");
    context.drawImage(drawn, 0, 0);
    return context.getImageData(0, 0, drawn.width, drawn.height);
  };
  const [a, b] = [await pixels(one), await pixels(other)];
  if (a.width !== b.width || a.height !== b.height) return 1000;
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((part) => Math.abs(a.data[at + part] - b.data[at + part]) > 24)) different += 1;
  }
  return 4000 * different / a.data.length;
}"""


ROOM = """() => [...document.querySelectorAll("html, .cptedu, .jp-NotebookPanel, .door")].map((one) => {
  const { x, width, height } = one.getBoundingClientRect();
  return [x, width, height, one.scrollWidth].map(Math.round);
})"""
# A window that has another size is laid out by and by: what is measured counts once it has been the same for a while.
AT_REST = """async ([measure, long]) => {
  const look = () => JSON.stringify((0, eval)(measure)());
  let [seen, since] = [look(), performance.now()];
  const until = since + 30_000;
  while (performance.now() - since < long && performance.now() < until) {
    await new Promise((done) => setTimeout(done, 100));
    const now = look();
    if (now !== seen) [seen, since] = [now, performance.now()];
  }
  return JSON.parse(seen);
}"""


def at_rest(page: Any, measure: str = ROOM, milliseconds: int = 600) -> Any:
    """Give what is measured on a page, once it has stayed as it is for so long.

    Args:
        page: Playwright's page.
        measure: a function, as JavaScript; by default the room that is taken by what is ours, and by what holds it.
        milliseconds: how long it must be the same.
    """
    return page.evaluate(AT_REST, [measure, milliseconds])


def faint_words(page: Any) -> list[str]:
    """Give the words of ours that do not stand out; that there are words at all is checked."""
    found = page.evaluate(FAINT)
    assert found["looked"] > 0
    return found["faint"]


def different(page: Any, one: bytes, other: bytes) -> float:
    """Say how many of 1,000 pixels differ between two screenshots."""
    return page.evaluate(DIFFERENT, [b64encode(picture).decode() for picture in (one, other)])


def pages_printed(page: Any, size: str) -> int:
    """Print to a PDF and count its pages."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size)))
