// A question to the Python behind a page. It is asked by printing the answer: a Python that runs inside the browser knows no
// other way, and any Python knows this one.

/** @typedef {import("../../../types").Kernel} Kernel */

/**
 * Ask a function of the course, which answers with plain data.
 * @param {Kernel} kernel
 * @param {string} module such as "cptedu.app.live"
 * @param {string} call the function with what it is given, as Python writes it
 * @returns {Promise<unknown>} null where Python has no answer
 */
export async function ask(kernel, module, call) {
  const mark = `cptedu ${Math.random()} `; // what is printed besides is not taken for the answer
  const found = `__import__("importlib").import_module(${JSON.stringify(module)}).${call}`;
  const code = `print(${JSON.stringify(mark)} + __import__("json").dumps(${found}))`;
  const asked = kernel.requestExecute({ code, silent: true, store_history: false });
  let printed = "";
  asked.onIOPub = ({ content }) => {
    if (content.name === "stdout") printed += content.text;
  };
  await asked.done;
  const answer = printed.split("\n").find((line) => line.startsWith(mark));
  return answer ? JSON.parse(answer.slice(mark.length)) : null;
}
