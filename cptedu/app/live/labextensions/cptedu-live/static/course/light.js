// The light in which the course is read: the computer's, also when that turns, until a learner has chosen one.

const NAME = "cptedu-light";
const OF_COMPUTER = "-of-computer"; // behind a light that nobody chose
const A_YEAR = 31536000; // seconds
const PLAIN = { Light: "JupyterLab Light", Dark: "JupyterLab Dark" }; // what the course turns to by itself

/** @typedef {"Light" | "Dark"} Named */

export class Light {
  /**
   * @param {(light: Named) => void} turn has JupyterLab turn to a light, once it is there
   * @param {AbortSignal} signal
   */
  constructor(turn, signal) {
    this.turn = turn;
    const computer = matchMedia("(prefers-color-scheme: dark)");
    // As it was left: known before JupyterLab has read its settings.
    const left = asLeft();
    const ofComputer = () => (computer.matches ? "Dark" : "Light");
    this.isChosen = isChoice(left);
    this.hasHeard = false; // of JupyterLab's first light
    this.themes = { ...PLAIN }; // by light, that of JupyterLab's which was seen the latest
    /** @type {Named} */
    this.now = this.isChosen ? (left === "dark" ? "Dark" : "Light") : ofComputer();
    /** @type {Named | ""} what JupyterLab is still to turn to; without a word from earlier, its own light may be one that was chosen */
    this.wanted = !this.isChosen && (left || computer.matches) ? this.now : "";
    const turned = () => {
      if (isChoice(asLeft())) this.keep(); // by now, in another window
      if (!this.isChosen) this.follow(ofComputer());
    };
    computer.addEventListener("change", turned, { signal });
  }

  /** @param {Named} light that of the computer from now on */
  follow(light) {
    this.wanted = light;
    if (document.body.dataset.jpThemeLight) this.settle(); // else as soon as JupyterLab is there
  }

  /** JupyterLab is there: it turns to what is wanted, if it is not there already. */
  settle() {
    if (!this.wanted) return;
    if (this.wanted === shown()) this.heard();
    else this.turn(this.wanted);
  }

  /** @param {Named} light that a learner has chosen */
  choose(light) {
    this.keep();
    this.turn(light);
  }

  /** A light was chosen: from now on the computer's is not followed. */
  keep() {
    this.wanted = "";
    this.isChosen = true;
  }

  /**
   * JupyterLab has turned: the next page begins in that light.
   * @returns {boolean} false for its own first light, until it has turned to what is wanted
   */
  heard() {
    const light = shown();
    this.themes[light] = document.body.dataset.jpThemeName || this.themes[light];
    if (!this.hasHeard && wasChosenInFull(light)) this.keep();
    this.hasHeard = true;
    if (this.wanted && this.wanted !== light) return false;
    this.isChosen ||= !this.wanted && light !== this.now; // by a way of JupyterLab's own
    this.wanted = "";
    this.now = light;
    leave(light, this.isChosen);
    return true;
  }
}

/**
 * JupyterLab in full has no page of the course in it that would hear of a light that is chosen there, and the next one would
 * turn it back: so it is left for that one. The first light is the one that was left; and where no course was open in this
 * browser, there is nothing to leave.
 */
export function leaveChosenInFull() {
  let before = document.body.dataset.jpThemeLight;
  const turned = () => {
    const now = document.body.dataset.jpThemeLight;
    if (before && now && now !== before && asLeft()) leave(shown(), true);
    before = now ?? before;
  };
  new MutationObserver(turned).observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
}

/**
 * @param {Named} light
 * @param {boolean} isChosen
 */
function leave(light, isChosen) {
  const kept = `${light.toLowerCase()}${isChosen ? "" : OF_COMPUTER}`;
  document.cookie = `${NAME}=${kept}; path=/; max-age=${A_YEAR}; SameSite=Strict`;
}

/** @returns {Named} the light in which JupyterLab is drawn */
export const shown = () => (document.body.dataset.jpThemeLight === "false" ? "Dark" : "Light");

/** What a page of the course left here the latest. */
const asLeft = () => document.cookie.split("; ").find((one) => one.startsWith(`${NAME}=`))?.slice(NAME.length + 1) ?? "";

/** @param {string} left */
const isChoice = (left) => left !== "" && !left.endsWith(OF_COMPUTER);

/**
 * Somebody chose JupyterLab's first light, in JupyterLab in full: it is dark where the course left it light, or a theme that the
 * course never turns to, as that of high contrast. That it is light tells nothing: so it comes in a folder that is new.
 * @param {Named} light
 */
function wasChosenInFull(light) {
  const theme = document.body.dataset.jpThemeName;
  if (theme && theme !== PLAIN[light]) return true;
  const left = asLeft();
  return isChoice(left) || (light === "Dark" && left === `light${OF_COMPUTER}`);
}
