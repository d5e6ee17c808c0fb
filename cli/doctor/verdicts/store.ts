import type { StoreName } from "../../../provider/config";
import { fail, ok, type Verdict } from "../check";

/** What a read of the DCR-provider endpoints showed; `closed`: the token may not use them. */
export type Endpoints = "there" | "absent" | "closed";

/** Whether the store can work with what there is. */
export function storeVerdict(store: StoreName, endpoints: Endpoints): Verdict {
  const seen = {
    there: "this workspace has them",
    absent: "this workspace has none",
    closed: "the token may not read them",
  }[endpoints];
  if (store === "stack") return ok(`${seen}; workato-dcr:dcrProviderStore is stack, which needs none`);
  if (endpoints === "there") return ok(`${seen}, as workato-dcr:dcrProviderStore = workato needs`);
  const set = "pulumi config set workato-dcr:dcrProviderStore stack";
  const next = endpoints === "closed" ? `Give the API client's role the permission, or run: ${set}` : `Run: ${set}`;
  return fail(`${seen}, and workato-dcr:dcrProviderStore is workato`, next);
}
