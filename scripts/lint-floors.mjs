// The floors of the house as lint rules: which folder may import what, and where the clock, the environment and the
// network may be touched. A floor lists what it may import of our own code; anything else of ours is an error, so a
// new folder is closed until somebody opens it here. scripts/floors.test.ts breaks every rule once.

const BESIDE = [
  "lib/env", "lib/log", "lib/errors", "lib/seal", "lib/sign", "lib/settings", "lib/certificate", "lib/page-policy",
  "lib/read-limited", "lib/refusal-log", "lib/parse-json",
];
const CODE = "**/*.{ts,tsx,mts}";

/** Packages that only some floors may know: `home` lists the floors where they are allowed. */
const PACKAGES = {
  database: {
    regex: "^(pg|pg-boss)(/|$)|^@prisma/|(^|/)generated(/|$)",
    home: ["lib/store"],
    message: "Only lib/store talks to the database: call one of its functions.",
  },
  bot: {
    regex: "^(botbuilder|botframework)",
    home: ["bot"],
    message: "Only bot/ knows the Bot Framework: use a port of lib/domain.",
  },
  web: {
    regex: "^(next|react|react-dom|next-intl)(/|$)|^@fluentui/",
    home: ["app", "app/_components"],
    message: "Only app/ knows the web framework: pass plain values down.",
  },
  undici: {
    regex: "^undici(/|$)",
    home: ["bot", "lib/graph"],
    message: "Only bot/ and lib/graph talk to Microsoft: use a port of lib/domain.",
  },
};

/** Own code each floor may import, beside its own folder. `packages` closes a floor to all others. */
const FLOORS = {
  "lib/domain": { own: [], pure: true, clock: false, packages: ["zod"] },
  "lib/texts": { own: ["lib/domain"], pure: true, clock: false, packages: ["zod", "use-intl"] },
  "lib/store": { own: ["lib/domain", ...BESIDE], network: false },
  "lib/commands": { own: ["lib/domain", "lib/store", ...BESIDE], network: false },
  "lib/engine": { own: ["lib/domain", "lib/store", ...BESIDE], network: false, clock: false },
  "lib/entra": { own: BESIDE },
  "lib/graph": { own: ["lib/domain", "lib/store", "lib/entra", ...BESIDE] },
  "lib/auth": { own: ["lib/domain", "lib/store", "lib/entra", ...BESIDE] },
  "bot": { own: ["lib/domain", "lib/texts", "lib/store", "lib/commands", "lib/entra", ...BESIDE] },
  "lib/doctor": { own: ["lib/domain", "lib/store", "lib/entra", "bot", ...BESIDE] },
  "app": { own: ["lib/domain", "lib/texts", "lib/store", "lib/commands", "lib/auth", "lib/doctor", "bot", ...BESIDE] },
  "app/_components": {
    own: ["lib/domain", "lib/texts"],
    browser: true,
    files: ["app/_components/**/*.{ts,tsx}", "app/**/_components/**/*.{ts,tsx}"],
  },
};

const RELATIVE = {
  regex: "^(\\./(.*/)?)?\\.\\.(/|$)",
  message: "An import that leaves its folder is spelled @/…, so that the floors can be checked.",
};
const OUTSIDE_PRODUCTION = {
  regex: "^@/(simulator|simulation|bench|faults|threats|scripts|e2e|lib/testing)(/|$)",
  message: "Production code imports nothing of what drives it from outside.",
};
const OURS = { regex: "^@/", message: "The files beside the floors import nothing of ours but each other (./…)." };
const PROCESS = { regex: "^(node:)?process$", message: "Settings come from @/lib/env; `process` itself is global." };
const NODE = { regex: "^node:", message: "Node's modules do I/O: take what you need as an argument." };

const ENV_MESSAGE = "Read settings through @/lib/env.";
const ENV = [
  "MemberExpression[object.name='process'][property.name='env']",
  "MemberExpression[object.name='process'][property.value='env']",
  "MemberExpression[object.property.name='process'][property.name='env']",
  "VariableDeclarator[init.name='process'] > ObjectPattern > Property[key.name='env']",
].map((selector) => ({ selector, message: ENV_MESSAGE }));

const CLOCK = [
  "NewExpression[callee.name='Date'][arguments.length=0]",
  "CallExpression[callee.name='Date']",
  "CallExpression[callee.object.name='Date'][callee.property.name='now']",
  "CallExpression[callee.object.name='performance'][callee.property.name='now']",
  "CallExpression[callee.object.name='Math'][callee.property.name='random']",
  "CallExpression[callee.object.name='crypto'][callee.property.name=/^random|^getRandom/]",
].map((selector) => ({ selector, message: "Take time and chance as arguments, so that a test can decide them." }));

// A module named at run time would pass every rule about names.
const UNNAMED_IMPORT = {
  selector: "ImportExpression:not([source.type='Literal'])",
  message: "Name the module in the import, so that the floors can be checked.",
};

const NETWORK = ["fetch", "WebSocket", "XMLHttpRequest", "EventSource"].map((name) => ({
  name,
  message: "This floor never talks to the network: use a port of lib/domain.",
}));

function escape(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function onlyOwn(floor, own) {
  const allowed = [floor, ...own];
  const names = allowed.map(escape).join("|");
  const message = own.length > 0
    ? `${floor} may import only ${own.filter((name) => !BESIDE.includes(name)).join(", ")} and the files beside the floors.`
    : `${floor} imports nothing of ours.`;
  return { regex: `^@/(?!(${names})(/|$))`, message };
}

function onlyPackages(floor, packages) {
  const names = packages.map(escape).join("|");
  return { regex: `^(?!\\.|@/|(${names})(/|$))`, message: `${floor} may import only ${packages.join(" and ")}.` };
}

// ESLint's own rule sees `import … from` and `export … from`; the same patterns are put to import(), require() and
// types written as import("…").X here. A slash would end the expression of a selector, hence its code.
function otherForms({ regex, message }) {
  const test = `/${regex.replaceAll("/", "\\x2f")}/`;
  return [
    `ImportExpression[source.value=${test}]`,
    `TSImportType[source.value=${test}]`,
    `CallExpression[callee.name='require'][arguments.0.value=${test}]`,
  ].map((selector) => ({ selector, message }));
}

function restrict(patterns, syntax) {
  return {
    "no-restricted-imports": ["error", { patterns }],
    "no-restricted-syntax": ["error", ...syntax, ...patterns.flatMap(otherForms)],
  };
}

function closedPackages(floor) {
  return Object.values(PACKAGES)
    .filter(({ home }) => !home.includes(floor))
    .map(({ regex, message }) => ({ regex, message }));
}

function floorConfig([floor, rules]) {
  const patterns = [
    RELATIVE,
    PROCESS,
    onlyOwn(floor, rules.own),
    ...(rules.packages ? [onlyPackages(floor, rules.packages)] : []),
    ...(rules.browser ? [NODE] : []),
    ...closedPackages(floor),
  ];
  const syntax = [...ENV, UNNAMED_IMPORT, ...(rules.clock === false ? CLOCK : [])];
  const network = rules.network === false || rules.pure ? { "no-restricted-globals": ["error", ...NETWORK] } : {};
  return {
    name: `floor ${floor}`,
    files: rules.files ?? [`${floor}/**/*.{ts,tsx}`],
    rules: { ...restrict(patterns, syntax), ...network },
  };
}

const besideFloors = {
  name: "beside the floors",
  files: ["lib/*.ts"],
  rules: restrict([RELATIVE, PROCESS, OURS, ...closedPackages("lib/*.ts")], [...ENV, UNNAMED_IMPORT]),
};

const roof = {
  name: "roof",
  files: ["instrumentation.ts", "instrumentation-client.ts", "proxy.ts", "worker.ts"],
  // Next replaces process.env.NEXT_RUNTIME while building, and only under that name.
  rules: restrict([RELATIVE, OUTSIDE_PRODUCTION], []),
};

const environment = { name: "reads the environment", files: ["lib/env.ts"], rules: { "no-restricted-syntax": "off" } };

// Tests and tools drive the house from outside: any floor is theirs, but imports are still spelled in full.
const outside = {
  name: "outside",
  files: [
    "**/*.test.{ts,tsx}", "e2e/**/*.ts", "lib/testing/**/*.ts", "simulator/**/*.{ts,js}", "simulation/**/*.ts",
    "faults/**/*.ts", "threats/**/*.ts", "bench/**/*.ts", "scripts/**/*.{ts,mjs}", "prisma/**/*.ts", "*.config.{ts,js,mjs}",
  ],
  rules: { ...restrict([RELATIVE], []), "no-restricted-globals": "off" },
};

/** In order: a later entry replaces the rules of an earlier one for the files of both. */
export const floorConfigs = [
  { name: "everywhere", files: [CODE], rules: restrict([RELATIVE, OUTSIDE_PRODUCTION], ENV) },
  ...Object.entries(FLOORS).map(floorConfig),
  besideFloors,
  environment,
  roof,
  outside,
];
