// Compiles Python packages, and Python's own library, by the very Python that will load them, so that no browser has to at every
// start.
//
//     node compile.mjs FOLDER_OF_PYODIDE FOLDER_OF_PACKAGES MODULE …
//
// The modules are imported; whatever that loads is compiled, and what nothing loads stays as it is, which is smaller. Each package
// of the folder is replaced, and the library beside Pyodide; the same packages and the same Python always give the same bytes.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const LIBRARY = "python_stdlib.zip"; // as Pyodide calls it

const LAY = `
import site, zipfile
into = site.getsitepackages()[0]
with zipfile.ZipFile("/given.whl") as given:
    given.extractall(into)
`;

const LOAD = `
import importlib, sys
importlib.invalidate_caches()
for name in MODULES:
    module = importlib.import_module(name)
    for each in getattr(module, "__all__", ()):
        getattr(module, each)
files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
library = next(place for place in sys.path if place.endswith(".zip"))
used = {root: {file.removeprefix(root + "/") for file in files if file.startswith(root + "/")} for root in (into, library)}
`;

const COMPILE = `
import importlib.util, marshal
# Where a package lies is known when it is loaded; of what is in the library's file, Python asks nothing more.
root, before = (library, library + "/") if IS_LIBRARY else (into, "")
with zipfile.ZipFile("/given.whl") as given, zipfile.ZipFile("/made.whl", "w") as made:
    for name in given.namelist():
        if ".data/" in name:  # for a Jupyter that runs on a computer
            continue
        content = given.read(name)
        if name in used[root]:
            code = compile(content, before + name, "exec", dont_inherit=True, optimize=0)
            # Known by a hash that is never looked at: there is nothing left to compare it with.
            content = importlib.util.MAGIC_NUMBER + b"\\1\\0\\0\\0" + bytes(8) + marshal.dumps(code)
            name += "c"
        entry = zipfile.ZipInfo(name)
        entry.external_attr, entry.create_system = 0o644 << 16, 3
        made.writestr(entry, content, zipfile.ZIP_DEFLATED)
`;

const [, , python = "", packages = "", ...modules] = process.argv;

async function compile() {
  const { loadPyodide } = await import(pathToFileURL(join(python, "pyodide.mjs")).href);
  // Where in its line an error stood is told to nobody here, and would be a quarter of what is had.
  const pyodide = await loadPyodide({ indexURL: python, env: { PYTHONNODEBUGRANGES: "1" } });
  const places = readdirSync(packages).sort().map((name) => join(packages, name));
  const library = join(python, LIBRARY);
  for (const place of places) {
    pyodide.FS.writeFile("/given.whl", readFileSync(place));
    pyodide.runPython(LAY);
  }
  pyodide.runPython(`MODULES = ${JSON.stringify(modules)}`);
  pyodide.runPython(LOAD);
  for (const place of [...places, library]) {
    pyodide.FS.writeFile("/given.whl", readFileSync(place));
    pyodide.runPython(`IS_LIBRARY = ${place === library ? "True" : "False"}`);
    pyodide.runPython(COMPILE);
    writeFileSync(place, pyodide.FS.readFile("/made.whl"));
  }
}

compile().catch((problem) => {
  const lines = String(problem?.message ?? problem).split("\n");
  process.stderr.write(`${lines.findLast((line) => /^[\w.]*(Error|Exception)/.test(line)) ?? lines[0]}\n`);
  process.exitCode = 1;
});
