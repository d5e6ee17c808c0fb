import { IDENTITY_PROVIDERS } from "../../provider/idp/configured";
import { readInstallation } from "../installation";
import { type Check, ok, warn } from "./check";
import { installationVerdict } from "./verdicts/installation";

/** Later checks name them as what they need. */
export const SOURCE = "configuration source";

/** Only where there is a project. */
export const INSTALLATION_CHECKS: readonly Check[] = [
  {
    name: "installation",
    needs: [],
    look: async ({ cwd }) => installationVerdict(await readInstallation(cwd)),
  },
];

export const CONFIGURATION_CHECKS: readonly Check[] = [
  {
    name: SOURCE,
    needs: [],
    look: async ({ configuration }) => {
      const { origin, advice, unencrypted } = await configuration();
      if (advice !== undefined) return warn(origin, advice);
      if (unencrypted.length === 0) return ok(origin);
      const commands = unencrypted.map(encrypted).join(" && ");
      return warn(`${origin}, which holds ${unencrypted.join(", ")} in plain text`, `Run: ${commands}`);
    },
  },
];

/** The command that encrypts a credential. */
function encrypted(key: string): string {
  const where = key === IDENTITY_PROVIDERS ? `--path '${key}.<name>.<setting>'` : key;
  return `pulumi config set --secret ${where}`;
}
