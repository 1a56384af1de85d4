// How long an instrument may take to come. anywidget gives each two seconds: one that comes later, on a slow computer, is drawn,
// and yet nothing that Python answers ever reaches it.

const GIVEN = 2_000; // milliseconds; nothing else on these pages waits just as long
const LONG = 20_000;

/** Give instruments the time that they need. */
export function giveTime() {
  const { timeout } = AbortSignal;
  AbortSignal.timeout = (milliseconds) => timeout.call(AbortSignal, milliseconds === GIVEN ? LONG : milliseconds);
}
