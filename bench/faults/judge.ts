import { createHash } from "node:crypto";
import type { SandboxState } from "../../sandbox/client";
import type { Declared, Held } from "./program";

type Trouble = "orphan" | "duplicate" | "lost secret" | "foreign" | "missing" | "different";

/** One way in which the two sides and the stack disagree. */
export interface Finding {
  trouble: Trouble;
  what: string;
}

interface Side {
  what: string;
  objects: readonly { id: string; carrier: string; object: object }[];
  /** The ids that the stack holds, each with the mark of its resource. */
  held: readonly { id: unknown; mark: unknown }[];
}

/**
 * Holds what is at the two sides against what the stack holds and the program declares.
 * @param foreign what was there before, and has nothing to do with the stack
 */
export function judge(
  program: readonly Declared[],
  held: readonly Held[],
  state: SandboxState,
  foreign: SandboxState,
): Finding[] {
  const before = sides([], foreign);
  const findings = sides(held, state).flatMap((side, index) => compare(side, before[index]?.objects ?? []));
  const names = held
    .map(({ name }) => name)
    .sort()
    .join(", ");
  const wanted = program
    .map(({ name }) => name)
    .sort()
    .join(", ");
  if (names !== wanted) findings.push({ trouble: "missing", what: `the stack holds ${names}, not ${wanted}` });
  for (const declared of program) {
    const found = held.find(({ name }) => name === declared.name);
    if (found) findings.push(...asDeclared(declared, found, state), ...secrets(found, state));
  }
  return findings;
}

function sides(held: readonly Held[], { workato, okta }: SandboxState): Side[] {
  const ids = (output: string) =>
    held
      .filter(({ outputs }) => outputs[output] !== undefined && owns(output, outputs))
      .map(({ outputs, inputs }) => ({ id: outputs[output], mark: inputs.ownershipMark }));
  const side = <T extends object>(
    what: string,
    output: string,
    list: T[],
    key: (one: T) => unknown,
    carrier: (one: T) => unknown,
  ) => ({
    what,
    objects: list.map((object) => ({ id: String(key(object)), carrier: String(carrier(object)), object })),
    held: ids(output),
  });
  return [
    side(
      "connection",
      "connectionId",
      workato.connections,
      ({ id }) => id,
      (it) => it.external_id,
    ),
    side(
      "DCR provider",
      "dcrProviderId",
      workato.dcrProviders,
      ({ id }) => id,
      ({ name }) => name,
    ),
    side(
      "API client",
      "apiClientId",
      workato.apiClients,
      ({ id }) => id,
      ({ description }) => description,
    ),
    side(
      "API key",
      "apiKeyId",
      workato.apiKeys,
      ({ id }) => id,
      ({ name }) => name,
    ),
    side(
      "registration",
      "clientId",
      okta.clients,
      (it) => it.client_id,
      (it) => it.client_name,
    ),
    side(
      "claim",
      "claimId",
      okta.claims,
      ({ id }) => id,
      ({ name }) => name,
    ),
  ];
}

/** Not every output with an id stands for an object of the resource's own. */
function owns(output: string, outputs: Held["outputs"]): boolean {
  if (output === "dcrProviderId") return outputs.store === "workato";
  return output !== "apiClientId" || outputs.apiClient === undefined;
}

function compare({ what, objects, held }: Side, foreign: Side["objects"]): Finding[] {
  const findings: Finding[] = [];
  for (const { id, carrier, object } of objects) {
    if (held.some((it) => String(it.id) === id)) continue;
    const own = foreign.find((it) => it.id === id);
    if (own && JSON.stringify(own.object) === JSON.stringify(object)) continue;
    if (own) findings.push({ trouble: "foreign", what: `${what} ${id} is not ours, and was changed` });
    else {
      const doubled = held.some(({ mark }) => carrier.includes(String(mark)));
      findings.push({ trouble: doubled ? "duplicate" : "orphan", what: `${what} ${id} "${carrier}"` });
    }
  }
  const there = (id: unknown) => objects.some((it) => it.id === String(id));
  for (const { id } of foreign) if (!there(id)) findings.push({ trouble: "foreign", what: `${what} ${id} is gone` });
  for (const { id } of held) if (!there(id)) findings.push({ trouble: "missing", what: `${what} ${String(id)}` });
  return findings;
}

/** Whether the objects have what the program says, as far as it is not for the diff to see. */
function asDeclared({ kind, name, args }: Declared, { outputs }: Held, { workato, okta }: SandboxState): Finding[] {
  const by = <T extends { id: unknown }>(list: T[], id: unknown) => list.find((it) => String(it.id) === String(id));
  const pairs: [string, unknown, unknown][] = [];
  if (kind === "HttpConnection") {
    const found = by(workato.connections, outputs.connectionId);
    pairs.push(["name", found?.name, args.name], ["authorization_status", found?.authorization_status, "success"]);
  }
  if (kind === "DcrProvider" && outputs.store === "workato") {
    const found = by(workato.dcrProviders, outputs.dcrProviderId);
    pairs.push(["name", found?.name, args.name], ["claim", found?.access_profile_claim, args.apiKeyClaim ?? null]);
    pairs.push(["required claims", found?.required_claims, args.requiredClaims ?? []]);
  }
  if (kind === "DcrProvider" && outputs.store === "stack") {
    const found = by(okta.claims, outputs.claimId);
    pairs.push(
      ["claim", found?.name, args.apiKeyClaim ?? "workato_sub"],
      ["scopes", found?.conditions.scopes, args.scopes],
    );
    pairs.push(["ownClaimId", outputs.ownClaimId, outputs.claimId]);
  }
  if (kind === "ApiClient") {
    const found = by(workato.apiClients, outputs.apiClientId);
    pairs.push(["name", found?.name, args.name], ["collections", found?.api_collection_ids, args.apiCollectionIds]);
    pairs.push(["description", found?.description?.startsWith(`${String(args.description)} (pulumi:`), true]);
  }
  if (kind === "ApiClientCredential") {
    pairs.push(["addresses", by(workato.apiKeys, outputs.apiKeyId)?.ip_allow_list, args.ipAllowList]);
  }
  if (kind === "ApiClient" || kind === "ApiClientCredential") {
    const registered = okta.clients.find(({ client_id }) => client_id === outputs.clientId);
    pairs.push(["registered name", registered?.client_name?.startsWith(`${String(args.name)} (pulumi:`), true]);
  }
  return pairs
    .filter(([, is, wanted]) => JSON.stringify(is) !== JSON.stringify(wanted))
    .map(([what, is, wanted]) => ({
      trouble: "different",
      what: `${what} of ${name} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`,
    }));
}

function secrets({ kind, name, outputs }: Held, { workato, okta }: SandboxState): Finding[] {
  if (kind !== "ApiClient" && kind !== "ApiClientCredential") return [];
  const key = workato.apiKeys.find(({ id }) => String(id) === outputs.apiKeyId);
  const registered = okta.clients.find(({ client_id }) => client_id === outputs.clientId);
  const pairs = [
    ["client secret", outputs.clientSecret, registered?.client_secret],
    ["API key", outputs.apiKey, key?.auth_token],
  ] as const;
  return pairs
    .filter(([, mine, theirs]) => typeof mine !== "string" || sha256(mine) !== theirs)
    .map(([what, mine]) => ({
      trouble: "lost secret",
      what: `${what} of ${name} is ${mine === undefined ? "not known" : "another one"}`,
    }));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
