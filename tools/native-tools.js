// @ts-check
const { generator } = require("./codegen");
const { ensureYamlHost } = require("./ensure-yaml-host");

/** Builds what the tests of the plugin need beside the engine, before the clock of any test runs: on a fresh machine it takes minutes. */
async function main() {
  await ensureYamlHost();
  await generator();
}

main().catch((error) => {
  console.error(`native tools: ${error.message}`);
  process.exitCode = 1;
});
