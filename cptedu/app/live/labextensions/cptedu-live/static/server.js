// Whether the course's server still answers: a page whose server is gone looks alive, and every click is lost.

/**
 * @typedef {import("../../../types").Jupyter} Jupyter
 * @typedef {import("../../../types").NotebookPanel} NotebookPanel
 */

const LOOK = 1000; // milliseconds between the first looks, while Python is not connected
const SELDOM = 10_000; // and between later ones

/**
 * Tell when the server stops answering, and when it answers again.
 * @param {Jupyter} jupyter
 * @param {NotebookPanel} panel
 * @param {(gone: boolean) => void} tell
 */
export function watchServer(jupyter, panel, tell) {
  const { PageConfig, URLExt } = jupyter;
  const address = URLExt.join(PageConfig.getBaseUrl(), "api/me");
  let told = false;
  let looking = false;
  let pause = LOOK;
  const look = async () => {
    const gone = await fetch(address, { cache: "no-store" }).then(() => false, () => true);
    // Python may have ended although the server answers; the page hears of it only when it asks.
    if (!gone) await panel.sessionContext.sessionManager.refreshRunning().catch(() => null);
    if (panel.isDisposed) return;
    if (gone !== told) tell(gone);
    told = gone;
    looking = gone || panel.sessionContext.session?.kernel?.connectionStatus === "connecting";
    pause = looking ? Math.min(pause * 1.5, SELDOM) : LOOK;
    if (looking) setTimeout(() => void look(), pause);
  };
  panel.sessionContext.connectionStatusChanged.connect((_, status) => {
    if (status === "connected" || looking) return;
    looking = true;
    void look();
  });
}
