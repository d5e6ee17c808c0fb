import { ownerOf } from "../../provider/mark";
import { refOf, refSettings } from "../../provider/ref";

export type Properties = Record<string, unknown>;
export type Kind = "HttpConnection" | "DcrProvider" | "ApiClient" | "ApiClientCredential";

/** A resource as a program declares it; `$name` stands for the resource of that name. */
export interface Declared {
  kind: Kind;
  name: string;
  args: Properties;
}

/** What the engine holds of a resource. */
export interface Held {
  kind: Kind;
  name: string;
  id: string;
  inputs: Properties;
  outputs: Properties;
  /** The last create or update ended with a partial result. */
  unfinished?: boolean;
  /** To be replaced by the next apply, whatever a diff says. */
  tainted?: boolean;
  /** Replaced, and still to be deleted. */
  replaced?: boolean;
}

/** The hidden input `owner`, as `sdk/` derives it: by it, a stack finds what it has left behind. */
export const ownerIn = (stack: string, { kind, name }: Pick<Declared, "kind" | "name">) =>
  ownerOf({ scope: "", project: "faults", stack }, [], kind, name);

/** What the SDK's constructors hand to the engine for a declaration, once what it refers to is there. */
export function inputsOf(declared: Declared, held: readonly Held[]): Properties {
  const { kind, name, args } = declared;
  const there = (reference: unknown) => {
    const found = held.find((it) => `$${it.name}` === reference && !it.replaced);
    if (!found) throw new Error(`${name} refers to ${String(reference)}, which is not there`);
    return found;
  };
  const inputs: Properties = { ...args, owner: ownerIn("ours", declared) };
  if (kind === "DcrProvider") {
    if (args.connection !== undefined) inputs.connection = { id: there(args.connection).id };
    if (args.introspection !== undefined) {
      const { connection, endpointPath } = args.introspection as Properties;
      const { id, inputs: of } = there(connection);
      inputs.introspection = { connection: { id }, endpointPath };
      inputs.introspectionUrl = `${String(of.baseUrl)}/${String(endpointPath)}`;
    }
  }
  if (kind === "ApiClient") {
    const { id, inputs: of } = there(args.dcrProvider);
    inputs.dcrProvider = refOf(id, refSettings(of));
  }
  if (kind === "ApiClientCredential") {
    const { id, inputs: of } = there(args.apiClient);
    inputs.apiClient = { id, dcrProvider: of.dcrProvider };
  }
  return inputs;
}

/** What an error tells a user to do: apply another program, or have a resource created anew. */
export interface Remedy {
  kind: "adopt" | "replace";
  after: Declared[];
  taint?: string;
}

/** @param errors of the command that applied the program, whose last step is the one that failed @param mayReplace whether that is a way out */
export function remedyIn(
  program: Declared[],
  { errors, steps }: { errors: string[]; steps: string[] },
  mayReplace: boolean,
): Remedy | undefined {
  const error = errors.join();
  const dcrProviderId = /adopt: \{ dcrProviderId: "(\d+)" \}/.exec(error)?.[1];
  if (dcrProviderId !== undefined) {
    const adopt = (it: Declared) => ({ ...it, args: { ...it.args, adopt: { dcrProviderId } } });
    return { kind: "adopt", after: program.map((it) => (it.kind === "DcrProvider" ? adopt(it) : it)) };
  }
  const taint = steps.at(-1)?.split(" ")[1];
  const isReplace = mayReplace && taint !== undefined && error.includes("pulumi up --replace");
  return isReplace ? { kind: "replace", after: program, taint } : undefined;
}
