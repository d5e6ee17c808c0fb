import { ProviderError } from "../../provider/errors";
import { ForbiddenError, UnauthorizedError } from "../../provider/http/errors";
import { type Check, ok, skip, type Verdict, warn } from "./check";
import { SOURCE } from "./configuration";
import type { WorkatoSide } from "./context";
import { clockVerdict } from "./verdicts/clock";
import { connectionsVerdict } from "./verdicts/connections";
import { limitsVerdict } from "./verdicts/limits";
import { regionVerdict } from "./verdicts/region";
import { type Endpoints, storeVerdict } from "./verdicts/store";

const CONFIGURATION = "Workato configuration";
const TOKEN = "Workato token";

export const WORKATO_CHECKS: readonly Check[] = [
  of(CONFIGURATION, SOURCE, async ({ config }) => ok(`${config.baseUrl}, with an API token`)),
  of(TOKEN, CONFIGURATION, whose),
  of("Workato region", CONFIGURATION, region),
  of("DCR-provider endpoints", TOKEN, async ({ config, dcrProviders }) =>
    storeVerdict(config.dcrProviderStore, await dcrProviders.list().then((): Endpoints => "there", whyNot)),
  ),
  of("HTTP connections", TOKEN, async ({ connections }) => connectionsVerdict(await connections.list())),
  of("API collections", TOKEN, async ({ apiCollections }) => {
    const names = (await apiCollections.list()).map(({ name }) => name);
    if (names.length > 0) return ok(`${names.length} seen: ${enumerated(names)}`);
    return warn(
      "none seen",
      "Make one in Workato, or give the API client of the token access to the project that has it",
    );
  }),
  of("API clients", TOKEN, async ({ apiClients }) => ok(`${(await apiClients.list()).length} seen`)),
  of("Workato limits", TOKEN, async ({ config, heard }) =>
    limitsVerdict("workato-dcr:requestsPerMinute", config.requestsPerMinute, heard()),
  ),
  of("Workato clock", TOKEN, async ({ heard }) =>
    clockVerdict(
      "Workato",
      heard().flatMap(({ aheadMs }) => aheadMs ?? []),
    ),
  ),
];

function of(name: string, need: string, look: (side: WorkatoSide) => Promise<Verdict>): Check {
  return { name, needs: [need], look: async ({ workato }) => look(await workato()) };
}

async function whose({ account }: WorkatoSide): Promise<Verdict> {
  try {
    const known = await account();
    if (!known) return ok("valid; its role may not ask whose it is (Workspace details)");
    const { name, email, companyName } = known;
    return ok([name, email, companyName].filter(Boolean).join(", ") || "valid");
  } catch (error) {
    if (error instanceof ForbiddenError) return warn(error.what, error.next);
    throw error;
  }
}

async function region({ config, account }: WorkatoSide): Promise<Verdict> {
  try {
    await account();
    return regionVerdict(config.baseUrl, true);
  } catch (error) {
    if (error instanceof ForbiddenError) return regionVerdict(config.baseUrl, true);
    if (error instanceof UnauthorizedError) return regionVerdict(config.baseUrl, false);
    return skip(`there was no answer of ${config.baseUrl} to tell it by`);
  }
}

function whyNot(error: unknown): Endpoints {
  if (error instanceof ProviderError && error.code === "no_dcr_provider_endpoints") return "absent";
  if (error instanceof ForbiddenError || error instanceof UnauthorizedError) return "closed";
  throw error;
}

function enumerated(names: readonly string[], most = 5): string {
  const more = names.length > most ? [`and ${names.length - most} more`] : [];
  return [...names.slice(0, most), ...more].join(", ");
}
