const { LocalWorkspace, PulumiCommand } = require("@pulumi/pulumi/automation");
const workato = require("pulumi-workato-dcr");
const { Access } = require("library");
const { Access: OtherAccess } = require("other-library");

const scope = process.env.SCOPE;

const PROGRAMS = {
  /** The library's copy of the package is the program's. */
  shared: async () => {
    const { client } = new Access("shared", { scope });
    const second = new workato.ApiClientCredential("second", { apiClient: client, name: "Second" });
    return { clientId: client.clientId, secondId: second.clientId };
  },
  /** The other library has a copy of its own: each gets objects that the other has made. */
  apart: async () => {
    const dcrProvider = new workato.DcrProvider("mine", {
      name: "Mine",
      authenticationMethod: "oidc",
      scopes: [scope],
    });
    const { client } = new OtherAccess("theirs", { scope, dcrProvider });
    const second = new workato.ApiClientCredential("second", { apiClient: client, name: "Second" });
    return { clientId: client.clientId, secondId: second.clientId };
  },
};

/** Prints as its last line what each command changed, and which modules the state names. */
async function main(name) {
  const stack = await LocalWorkspace.createOrSelectStack(
    { projectName: "workspaces", stackName: name, program: PROGRAMS[name] },
    { workDir: __dirname, pulumiCommand: await PulumiCommand.get({ root: process.env.PULUMI_ROOT }) },
  );
  const changes = ({ summary }) => summary.resourceChanges;
  const up = changes(await stack.up());
  const { deployment } = await stack.exportStack();
  const code = deployment.resources.flatMap(({ inputs }) => inputs?.__provider ?? []);
  const required = [...new Set(code.map((one) => /require\("([^"]+)"\)/.exec(one)?.[1] ?? one))].sort();
  const refresh = changes(await stack.refresh());
  const again = changes(await stack.up());
  const destroy = changes(await stack.destroy());
  console.log(JSON.stringify({ up, refresh, again, destroy, required }));
}

main(process.argv[2]).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
