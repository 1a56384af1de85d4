// @ts-check
// How an instrument and Python speak: through traits that both hold.

/**
 * @typedef {{get(name: string): any, set(name: string, value: any): void, save_changes(): void, send(content: any): void,
 *            on(event: string, call: () => void): void, off(event: string, call: () => void): void}} Model
 * @typedef {{getWidget(ref: string): Promise<{render(where: {el: HTMLElement, signal: AbortSignal}): Promise<void>}>}} Host
 */

/**
 * Tell Python what was chosen or typed, all of it at once.
 * @param {Pick<Model, "set" | "save_changes">} model
 * @param {Record<string, unknown>} values
 */
export function report(model, values) {
  for (const [name, value] of Object.entries(values)) model.set(name, value);
  model.save_changes();
}

/**
 * Do something whenever one of these traits is another, as long as the view lives.
 * @param {Pick<Model, "on" | "off">} model
 * @param {string[]} names
 * @param {() => void} call
 * @param {AbortSignal} signal
 */
export function follow(model, names, call, signal) {
  for (const name of names) {
    model.on(`change:${name}`, call);
    signal.addEventListener("abort", () => model.off(`change:${name}`, call));
  }
}
