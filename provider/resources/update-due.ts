import type { Bag } from "../bag";
import { changedProperties } from "../lifecycle/diff";
import { repairNotice, UNCONFIRMED } from "../lifecycle/loss";
import type { State } from "../lifecycle/state";
import type { Services } from "../services";
import { identityProviderOf } from "./named-idp";
import type { Resource } from "./resource";

/** What an apply has to do; `undefined` where nothing. */
export interface Due {
  /** The properties in which the program asks for something else. */
  changed: string[];
  /** Why it has something to do, as far as no property shows it. */
  because: string | undefined;
}

export async function updateDue<I extends object, O extends object>(
  resource: Resource<I, O>,
  olds: Bag,
  news: Bag,
  services: Services,
): Promise<Due | undefined> {
  const state = olds as State<I, O>;
  const changed = changedProperties(resource.properties, olds, news);
  const because =
    (await resource.outdated?.(state, news as I, services, identityProviderOf(resource, news, services).idp)) ??
    repairNotice(resource.missing(state, services)) ??
    (state.unconfirmed ? UNCONFIRMED : undefined);
  return changed.length === 0 && because === undefined ? undefined : { changed, because };
}
