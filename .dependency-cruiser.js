/**
 * Which folder may import which: from the bottom to the top, each may use what stands above it in this list and its own. Types count too.
 */
const LAYERS = [
  [
    "what everybody uses",
    "^provider/(bag|config-set|errors|holders|mark|memory|once|redact|ref|together|version)[.]ts",
  ],
  ["decisions", "^provider/lifecycle/"],
  ["the transport", "^provider/http/"],
  ["endpoints", "^provider/api/"],
  ["the configuration", "^provider/(settings|config)[.]ts"],
  ["identity providers", "^provider/idp/"],
  ["services", "^provider/services[.]ts"],
  ["stores", "^provider/stores/"],
  ["resources", "^provider/(resources/|lookups[.]ts)"],
  ["the wiring", "^provider/create-services[.]ts"],
  ["the adapters", "^provider/(dynamic|native)/"],
  ["the SDK", "^sdk/"],
  ["what stands around", "^(cli|sandbox|demo|bench|tools|test|examples)/"],
];

const upwards = LAYERS.slice(0, -1).map(([name, path], index) => ({
  name: `${name}: no arrow runs back up`,
  severity: "error",
  from: { path },
  to: {
    path: LAYERS.slice(index + 1)
      .map(([, above]) => above)
      .join("|"),
  },
}));

const forbidden = (name, from, to) => ({ name, severity: "error", from, to });

module.exports = {
  forbidden: [
    ...upwards,
    forbidden("no circles", {}, { circular: true }),
    forbidden("decisions are pure: no I/O", { path: "^provider/lifecycle/" }, { path: "^provider/(http|api)/|undici" }),
    forbidden("decisions are pure: nothing of Node", { path: "^provider/lifecycle/" }, { dependencyTypes: ["core"] }),
    forbidden(
      "only the adapters and the SDK know Pulumi",
      { path: "^(provider|cli|sandbox)/", pathNot: "^provider/(dynamic|native)/" },
      { path: "@pulumi/|@grpc/|google-protobuf" },
    ),
    forbidden(
      "the SDK is a thin typed shell",
      { path: "^sdk/" },
      { path: "^provider/", pathNot: "^provider/(dynamic/program|lookups|mark|ref)[.]ts" },
    ),
    forbidden(
      "the commands know no engine but the pulumi program",
      { path: "^cli/" },
      { path: "^(sdk|provider/(dynamic|native))/" },
    ),
    forbidden(
      "the sandbox stands for the vendors: it shares no code with what it tests",
      { path: "^sandbox/" },
      { path: "^(provider|sdk)/" },
    ),
    forbidden(
      "no vendor above the boundary of identity providers",
      { path: "^provider/(services|lookups|stores|resources|lifecycle|dynamic|native|create-services)" },
      { path: "^provider/(idp|api)/(?!workato/)[^/]+/" },
    ),
    forbidden("the adapters know nothing of each other", { path: "^provider/dynamic/" }, { path: "^provider/native/" }),
    forbidden(
      "the adapters know nothing of each other",
      { path: "^provider/native/" },
      { path: "^(provider/dynamic|sdk)/" },
    ),
    forbidden("what stands around goes its own way", { path: "^(cli|sandbox|demo)/" }, { path: "^(test|bench)/" }),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|[.]build)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
  },
};
