"""The stage on a page: driven by keys, read as the room sees it, and measured for who sits in the last row."""

from notebook_page import OPEN_SECONDS

WHERE = ".presentation"
BODY, CLAIM = 24, 32

# What of the stage can be read, how large, and whether any of it runs out of its place; once all has been measured anew.
LOOK = """async (root) => {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  const seen = [...root.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest(".spoken, [inert]"));
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  const told = seen.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const runsOut = (one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1;
  const page = document.documentElement;
  return {
    body: Math.min(...told.map(size)),
    claim: Math.min(...seen.filter((one) => one.matches(".written")).map(size), 1000),
    scrolls: [root, ...root.querySelectorAll(".main, .main > *, header, .controls, .foot, .panel")]
      .filter((one) => one.checkVisibility() && runsOut(one))
      .map((one) => [one.className, one.scrollWidth - one.clientWidth, one.scrollHeight - one.clientHeight]),
    page: [page.scrollWidth - page.clientWidth, page.scrollHeight - page.clientHeight],
    billed: [...root.querySelectorAll(".item:not([data-unbilled])")].map((one) =>
      one.querySelector(".written").textContent + one.querySelector(".units").textContent),
    right: [...root.querySelectorAll(".choices [data-state=right] .claimed")].map((one) => one.textContent.trim()),
  };
}"""

# Notes after which change of the page the keys belonged to nothing on it: what is pressed then would be lost.
WATCH_FOCUS = """root => {
  window.left_without_keys = [];
  const look = (changes) => {
    if (document.activeElement === document.body) window.left_without_keys.push(changes[0].target.className || changes[0].type);
  };
  new MutationObserver(look).observe(root, {subtree: true, childList: true, attributes: true});
}"""


class OnStage:
    """The stage on a page, driven by keys."""

    def __init__(self, watched):
        self.watched, self.page = watched, watched.page
        self.root = self.page.locator(WHERE)
        self._is_drawn()

    def _is_drawn(self):
        self.root.wait_for(state="visible", timeout=OPEN_SECONDS * 1000)
        self.root.locator(".picture svg.spine").wait_for(state="attached")

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def comes_to(self, at, revealed=0):
        self.root.and_(self.page.locator(f'[data-at="{at}"][data-revealed="{revealed}"]')).wait_for()

    def comes_to_light(self, key="l"):
        """Press the key for the other light, and wait until it is there; gives its name."""
        other = "light" if self.root.get_attribute("data-theme") == "dark" else "dark"
        self.press(key)
        self.root.and_(self.page.locator(f'[data-theme="{other}"]')).wait_for()
        return other

    def opens_anew(self):
        """Load the page anew; a slow computer takes its time to start what draws it."""
        self.page.reload(timeout=OPEN_SECONDS * 1000)
        self._is_drawn()

    def watch_focus(self):
        """From now on note when keys would be lost, until the page is loaded anew."""
        self.root.evaluate(WATCH_FOCUS)

    def left_without_keys(self):
        """Say after which changes nothing on the page had the keys."""
        return self.page.evaluate("window.left_without_keys")

    def look(self):
        return self.root.evaluate(LOOK)

    def states(self):
        """Say of each choice what is told of it, in order; nothing before the reveal."""
        return self.root.locator(".choices li").evaluate_all(
            "all => all.map((one) => one.dataset.state ?? '')"
        )

    def tally(self, *counts):
        """Type the votes of the room."""
        self.press("t")
        for number, count in enumerate(counts):
            self.root.locator(f".choices li:nth-child({number + 1}) input:focus").wait_for()
            self.page.keyboard.type(count)
            self.press("Enter")
        self.root.locator(".votes").last.wait_for()


def written(claim):
    return [f"{'-'.join((line.code, *line.modifiers))}×{line.units}" for line in claim.lines]


def is_legible_and_whole(seen):
    assert seen["body"] >= BODY - 0.01
    assert seen["claim"] >= CLAIM
    assert (seen["scrolls"], seen["page"]) == ([], [0, 0])
