import { z } from "zod";
import { ProviderError } from "../../provider/errors";

const OURS = "pulumi-nodejs:dynamic/workato:";

const marked = z.object({ ownershipMark: z.string().optional() }).loose().optional();
const stackExport = z.object({
  deployment: z
    .object({
      resources: z.array(z.object({ type: z.string(), inputs: marked, outputs: marked }).loose()).nullish(),
    })
    .loose(),
});

/**
 * The ownership marks of a stack, from what `pulumi stack export` prints.
 * @throws ProviderError `stack_export` where the text is something else
 */
export function ownedMarks(text: string, origin: string): Set<string> {
  const parsed = stackExport.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new ProviderError(
      "stack_export",
      `${origin} is not a stack export`,
      "Make one with: pulumi stack export --file FILE",
    );
  }
  const resources = (parsed.data.deployment.resources ?? []).filter(({ type }) => type.startsWith(OURS));
  const marks = resources.flatMap(({ inputs, outputs }) => [inputs?.ownershipMark, outputs?.ownershipMark]);
  return new Set(marks.filter((mark) => mark !== undefined));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
