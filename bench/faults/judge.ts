import { createHash } from "node:crypto";
import type { SandboxState } from "../../sandbox/client";
import type { Declared, Held, Properties } from "./program";

/** One way in which the two sides and the stack are not as they are to be. */
export interface Finding {
  trouble: "orphan" | "duplicate" | "lost secret" | "foreign" | "missing" | "different" | "leak" | "failed";
  what: string;
}

/** Objects by what they are, with their properties; of one that is gone, `undefined`. */
export type Picture = Record<string, Properties | undefined>;

/** A kind of object at the vendors, and the output by which a resource holds one. */
interface Place {
  what: string;
  output: string;
  objects(state: SandboxState): readonly object[];
  /** Not every output with an id stands for an object of the resource's own. */
  isOwn?(held: Held): boolean;
  /** What the stack needs, although no resource of it holds it at the moment. */
  isNeeded?(held: readonly Held[]): boolean;
}

const PLACES: Place[] = [
  { what: "connection", output: "connectionId", objects: ({ workato }) => workato.connections },
  {
    what: "DCR provider",
    output: "dcrProviderId",
    objects: ({ workato }) => workato.dcrProviders,
    isOwn: ({ outputs }) => outputs.store === "workato",
  },
  {
    what: "API client",
    output: "apiClientId",
    objects: ({ workato }) => workato.apiClients,
    isOwn: ({ kind }) => kind === "ApiClient",
  },
  { what: "API key", output: "apiKeyId", objects: ({ workato }) => workato.apiKeys },
  {
    what: "registration",
    output: "clientId",
    objects: ({ okta, keycloak }) => [...okta.clients, ...(keycloak?.clients ?? [])],
  },
  {
    what: "claim",
    output: "claimId",
    objects: ({ okta }) => okta.claims,
    // At Keycloak each client has one of its own.
    isOwn: ({ inputs }) => inputs.identityProvider === undefined,
    // Of a provider that is deleted first and not made again yet, the claim stays for its clients.
    isNeeded: (held) => held.some(({ kind }) => kind.startsWith("ApiClient")),
  },
];

const idOf = (object: object) => {
  const { id, client_id, clientId } = object as { id?: unknown; client_id?: unknown; clientId?: unknown };
  return String(client_id ?? clientId ?? id);
};

/**
 * Holds what is at the two sides against what the stack holds.
 * @param foreign what was there before, and has nothing to do with the stack
 * @param wanted what the stack's objects are after the same without a fault, as {@link picture} shows them
 */
export function judge(
  program: readonly Declared[],
  held: readonly Held[],
  state: SandboxState,
  foreign: SandboxState,
  wanted?: Picture,
): Finding[] {
  const findings = PLACES.flatMap((place) => strangers(place, held, state, foreign));
  const names = (list: readonly { name: string }[]) =>
    list
      .map(({ name }) => name)
      .sort()
      .join(", ");
  if (names(held) !== names(program)) {
    findings.push({ trouble: "missing", what: `the stack holds ${names(held)}, not ${names(program)}` });
  }
  const is = picture(held, state);
  for (const key of Object.keys({ ...is, ...wanted })) findings.push(...compare(key, is[key], (wanted ?? is)[key]));
  return [...findings, ...held.flatMap((it) => lostSecrets(it, state))];
}

/** What the stack does not hold, and what is another one's. */
function strangers(place: Place, held: readonly Held[], state: SandboxState, foreign: SandboxState): Finding[] {
  const { what, objects, isNeeded = () => false } = place;
  const owners = ownersIn(place, held);
  const mine = new Set(owners.map(({ outputs }) => String(outputs[place.output])));
  const before = new Map(objects(foreign).map((it) => [idOf(it), JSON.stringify(it)]));
  const now = new Map(objects(state).map((it) => [idOf(it), JSON.stringify(it)]));
  const touched = [...before].filter(([id, text]) => now.get(id) !== text);
  const left = mine.size === 0 && isNeeded(held) ? [] : [...now].filter(([id]) => !before.has(id) && !mine.has(id));
  const doubled = (text: string) => owners.some(({ inputs }) => text.includes(String(inputs.owner)));
  return [
    ...touched.map(([id]): Finding => ({ trouble: "foreign", what: `${what} ${id} is changed or gone` })),
    ...left.map(([, text]): Finding => ({ trouble: doubled(text) ? "duplicate" : "orphan", what: `${what} ${text}` })),
  ];
}

/**
 * What is somebody else's, with the registrations that a user was told to look for: nothing lists clients there. Of the one that the dead
 * have registered last nobody tells.
 * @param before what the stack held before the command @param held what it holds now
 * @param said everything that was printed @param died whether a process did
 */
export function withLeft(
  foreign: SandboxState,
  { okta }: SandboxState,
  before: readonly Held[],
  held: readonly Held[],
  said: string,
  died: boolean,
): SandboxState {
  const idsIn = (list: readonly Held[]) => list.map(({ outputs }) => outputs.clientId);
  const known = new Set([...foreign.okta.clients.map(idOf), ...idsIn(held)]);
  const unknown = okta.clients.filter((it) => !known.has(idOf(it)));
  const told = unknown.filter(
    (it) => said.includes(`Client ${it.client_id} at IdP`) || said.includes(`a client "${it.client_name}"`),
  );
  const untold = unknown.filter((it) => !told.includes(it) && !idsIn(before).includes(idOf(it)));
  const left = died && untold.length === 1 ? [...told, ...untold] : told;
  if (left.length === 0) return foreign;
  return { ...foreign, okta: { ...foreign.okta, clients: [...foreign.okta.clients, ...left] } };
}

function compare(what: string, is: Picture[string], wanted: Picture[string]): Finding[] {
  if (!is) return [{ trouble: "missing", what }];
  return Object.keys({ ...is, ...wanted }).flatMap((property) => {
    const [found, expected] = [is[property], wanted?.[property]].map((it) => JSON.stringify(it));
    if (found === expected) return [];
    return [{ trouble: "different", what: `${property} of ${what} is ${found}, not ${expected}` }];
  });
}

const ownersIn = ({ output, isOwn = () => true }: Place, held: readonly Held[]) =>
  held.filter((it) => it.outputs[output] !== undefined && isOwn(it));

/** The stack's own objects without what differs from run to run: ids, times, secrets and marks. */
export function picture(held: readonly Held[], state: SandboxState): Picture {
  const own = PLACES.flatMap((place) =>
    ownersIn(place, held).map(({ name, outputs }) => {
      const id = String(outputs[place.output]);
      return { key: `${place.what} of ${name}`, id, object: place.objects(state).find((it) => idOf(it) === id) };
    }),
  );
  // Of another run the marks and keys are others; what carries none, or one that the stack does not hold, is different.
  const marks = new Set<unknown>(held.flatMap(({ id, outputs }) => [id, outputs.ownershipMark]));
  const apiKeys = new Set(held.map(({ outputs: { apiKey } }) => typeof apiKey === "string" && sha256(apiKey)));
  const keys = new Map(own.map(({ key, id }) => [id, key]));
  const plain = (property: string, value: unknown) => {
    if (value === null || typeof value === "object") return value;
    if ((MARKS.includes(property) && marks.has(value)) || (KEYS.includes(property) && apiKeys.has(`${value}`))) {
      return "(own)";
    }
    if (
      /^(client_secret|secret|auth_token)$|_(at|since)$|^client\.secret\..*time$|^client\.secret\.rotated$/.test(
        property,
      )
    )
      return "";
    // Of Keycloak's own.
    if (property === "id" && UUID.test(`${value}`)) return "";
    return (
      keys.get(String(value)) ??
      (typeof value === "string" ? value.replace(MARK, (whole, mark) => (marks.has(mark) ? "(own)" : whole)) : value)
    );
  };
  return Object.fromEntries(
    own.map(({ key, object }) => [key, object && (JSON.parse(JSON.stringify(object, plain)) as Properties)]),
  );
}

/** The properties that hold a mark, or an API key, and nothing else. */
const MARKS = ["pulumiMark", "pulumi.mark"];
const KEYS = ["workatoApiKey", "claim.value"];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MARK = /\(?pulumi:([\w.]+)\)?/;

function lostSecrets({ name, outputs }: Held, { workato, okta, keycloak }: SandboxState): Finding[] {
  if (outputs.clientId === undefined) return [];
  const key = workato.apiKeys.find(({ id }) => String(id) === outputs.apiKeyId);
  const atOkta = okta.clients.find(({ client_id }) => client_id === outputs.clientId)?.client_secret;
  const atKeycloak = keycloak?.clients.find(({ clientId }) => clientId === outputs.clientId)?.secret;
  const pairs: [string, unknown, unknown][] = [
    ["client secret", outputs.clientSecret, atOkta ?? atKeycloak],
    ["API key", outputs.apiKey, key?.auth_token],
  ];
  return pairs
    .filter(([, mine, theirs]) => typeof mine !== "string" || sha256(mine) !== theirs)
    .map(([what]) => ({ trouble: "lost secret", what: `the stack does not hold the ${what} of ${name}` }));
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Which of the secrets are in a text, plain or in a usual encoding. */
export function leaksIn(text: string, secrets: readonly string[]): string[] {
  const formsOf = (secret: string) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString("base64"),
  ];
  return secrets.filter((secret) => formsOf(secret).some((form) => text.includes(form)));
}
