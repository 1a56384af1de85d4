import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: [".venv/", "artifacts/", "build/", "dist/", "node_modules/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2022, globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "eqeqeq": "error",
      "no-console": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    // Loaded by a plain <script>: not modules.
    files: ["cptedu/app/live/**/remoteEntry.js", "cptedu/app/voila/**/*.js"],
    languageOptions: { sourceType: "script" },
  },
  {
    files: ["cptedu/app/site/service_worker.js"],
    languageOptions: { sourceType: "script", globals: globals.serviceworker },
  },
  { files: ["cptedu/app/site/compile.mjs"], languageOptions: { globals: globals.node } },
];
