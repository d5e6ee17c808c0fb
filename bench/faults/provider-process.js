// The process of the provider: it answers the engine's calls, one message each. The engine has a new process for each command;
// here it is the same one, in which the package begins anew, from code that is compiled once.
const path = require("node:path");
const { loaderAnew } = require("../../tools/provider-host/anew");

const HOME = path.resolve("node_modules/pulumi-workato-dcr");
/** All that a provider needs of the SDK, which takes long to load. */
const PULUMI = { log: { warn: async (message) => console.log(message) } };
const load = loaderAnew((file) => file.startsWith(HOME + path.sep) && path.extname(file) === ".js", {
  "@pulumi/pulumi": PULUMI,
});

let command = { modules: new Map(), config: {} };

/** As the engine's host does it: configured by the first call, which does not wait for that. */
function providerOf(kind) {
  const file = path.join(HOME, `dist/provider/dynamic/${kind}.js`);
  const isNew = !command.modules.has(file);
  const provider = load(file, command.modules);
  const get = (key) => command.config[key];
  if (isNew) void provider.configure({ config: { get, require: get } });
  return provider;
}

/** The engine's wire format refuses it. */
function refuseUndefined(value, at) {
  if (value === undefined) throw new Error(`${at} is undefined, which the engine refuses`);
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) refuseUndefined(inner, `${at}.${key}`);
}

process.on("message", async ({ id, begin, kind, method, args }) => {
  if (begin) {
    command = { modules: new Map(), config: begin };
    return process.send({ id });
  }
  try {
    const answer = await providerOf(kind)[method](...args);
    if (answer !== undefined) refuseUndefined(answer, "the answer");
    process.send({ id, answer });
  } catch (error) {
    const partial = error.id === undefined ? undefined : { id: error.id, properties: error.properties };
    process.send({ id, error: { message: error.message, partial } });
  }
});
process.on("disconnect", () => process.exit());
