// Lint: what a compiler cannot see. The floors are in scripts/lint-floors.mjs. There is no way to switch a rule off
// inside a file: a rule that is wrong is changed here, for everybody.
import reactHooks from "eslint-plugin-react-hooks";
import simpleImportSort from "eslint-plugin-simple-import-sort";
import tseslint from "typescript-eslint";

import { floorConfigs } from "./scripts/lint-floors.mjs";

const CODE = ["**/*.{ts,tsx,mts}"];
const SCRIPTS = ["**/*.{js,mjs}"];
const TESTS = ["**/*.test.{ts,tsx}", "lib/testing/ledger-contract*.ts", "e2e/**/*.ts"];

const everywhere = {
  files: [...CODE, ...SCRIPTS],
  plugins: { "simple-import-sort": simpleImportSort },
  linterOptions: { noInlineConfig: true },
  rules: {
    "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }],
    // Lines end at 120; a word over the edge is not worth an odd break.
    "max-len": ["error", { code: 130, ignoreUrls: true, ignoreRegExpLiterals: true, ignoreTemplateLiterals: true }],
    "no-empty": "error",
    "no-var": "error",
    "prefer-const": "error",
    "eqeqeq": "error",
    "no-debugger": "error",
    "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx"] }],
    "simple-import-sort/imports": ["error", { groups: [["^\\u0000"], ["^node:", "^@?\\w"], ["^@/"], ["^\\."]] }],
    "simple-import-sort/exports": "error",
  },
};

const typed = {
  files: CODE,
  plugins: { "@typescript-eslint": tseslint.plugin },
  languageOptions: {
    parser: tseslint.parser,
    parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
  },
  rules: {
    "@typescript-eslint/no-floating-promises": "error",
    // React calls an async event handler and has no use for its promise.
    "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    "@typescript-eslint/await-thenable": "error",
    "@typescript-eslint/only-throw-error": "error",
    "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    "@typescript-eslint/no-explicit-any": "error",
    "@typescript-eslint/no-non-null-assertion": "error",
    "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": true }],
    "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
    "@typescript-eslint/no-unnecessary-type-assertion": "error",
  },
};

const react = {
  files: ["app/**/*.{ts,tsx}"],
  plugins: { "react-hooks": reactHooks },
  rules: { "react-hooks/rules-of-hooks": "error", "react-hooks/exhaustive-deps": "error" },
};

// A describe block is as long as its tests are many, and a test may know that its own array is not empty.
const tests = {
  files: TESTS,
  rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" },
};

export default [
  {
    ignores: [
      "node_modules/", ".next/", ".herald/", "lib/store/generated/", "next-env.d.ts", "test-results/",
      "playwright-report/",
    ],
  },
  everywhere,
  typed,
  react,
  ...floorConfigs,
  tests,
];
