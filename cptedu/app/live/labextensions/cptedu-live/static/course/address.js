// Where one is in the course: the page's address, which JupyterLab writes too. A notebook is a lesson, a folder the first page.

import { SiteAddress, isSite } from "./site.js";

/** @typedef {import("../../../../types").PageSettings} PageSettings */

const NOTEBOOK = ".ipynb";

// A window's arrangement of its own in JupyterLab: what is put away here is there in JupyterLab in full.
const WORKSPACE = "workspaces/course";

/**
 * The addresses of a course that a server shows, or of one on a site.
 * @param {PageSettings} settings
 */
export function addressIn(settings) {
  return isSite(settings) ? new SiteAddress(settings) : new Address(settings);
}

class Address {
  /** @param {PageSettings} settings */
  constructor(settings) {
    this.base = settings.baseUrl;
    this.mode = settings.mode;
  }

  /**
   * The page of the course itself, or of one lesson.
   * @param {string} path a lesson, or the folder of the course
   */
  of(path) {
    return `${this.base}doc/${WORKSPACE}${path ? `/tree/${encoded(path)}` : ""}`;
  }

  /**
   * The same in JupyterLab as it comes.
   * @param {string} path
   */
  inFull(path) {
    return `${this.base}lab${path ? `/tree/${encoded(path)}` : ""}`;
  }

  /**
   * The learner's results as a page to print.
   * @param {string} folder
   */
  results(folder) {
    return `${this.base}cptedu/results?at=${encodeURIComponent(folder)}`;
  }

  /** @param {string} address */
  isHere(address) {
    return location.pathname === address;
  }

  isCourse() {
    return this.mode === "single-document";
  }

  /** What the address shows just now. */
  here() {
    const [, path = ""] = location.pathname.split("/tree/");
    return path.split("/").map(decodeURIComponent).join("/");
  }
}

/**
 * @param {string} path
 */
export function isLesson(path) {
  return path.endsWith(NOTEBOOK);
}

/** @param {string} path */
function encoded(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}
