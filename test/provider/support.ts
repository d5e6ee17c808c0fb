import type { StoreName } from "../../provider/config";
import { createServices } from "../../provider/create-services";
import type { Problem } from "../../provider/errors";
import type { Checked } from "../../provider/lifecycle/check";
import { apiClient } from "../../provider/resources/api-client";
import { apiClientCredential } from "../../provider/resources/api-client-credential";
import { checkInputs } from "../../provider/resources/check";
import { dcrProvider } from "../../provider/resources/dcr-provider";
import { httpConnection } from "../../provider/resources/http-connection";
import type { Resource } from "../../provider/resources/resource";
import { updateDue } from "../../provider/resources/update-due";
import type { Services } from "../../provider/services";

export type Properties = Readonly<Record<string, unknown>>;

/** What the SDK derives for each resource. */
export const OWNER = "01234567.0123456789ab";
/** What a create makes of it. */
export const MARK = `${OWNER}.0a1b2c`;

/** Services as a stack would configure them; nothing is called before a resource asks for it. */
export function services({
  store = "stack",
  orgServer = false,
  identityProvider = true,
}: {
  store?: StoreName;
  orgServer?: boolean;
  identityProvider?: boolean;
} = {}): Services {
  const settings: Record<string, string> = {
    "workato-dcr:apiToken": "token-of-workato",
    "workato-dcr:dcrProviderStore": store,
    ...(identityProvider && {
      "workato-dcr:oktaApiToken": "token-of-okta",
      "workato-dcr:oktaOrgUrl": "https://acme.okta.com",
    }),
    ...(orgServer && { "workato-dcr:oktaAuthorizationServerId": "" }),
  };
  return createServices(
    (key) => settings[key],
    {},
    () => {},
  );
}

/** A kind of resource as the engine sees it: inputs and states are bags of properties. */
export interface Kind {
  check(news: Properties, services: Services, olds?: Properties): Checked;
  needsUpdate(olds: Properties, news: Properties): Promise<boolean>;
}

export const kinds = {
  HttpConnection: kind(httpConnection),
  DcrProvider: kind(dcrProvider),
  ApiClient: kind(apiClient),
  ApiClientCredential: kind(apiClientCredential),
};

function kind<I extends object, O extends object>(resource: Resource<I, O>): Kind {
  return {
    check: (news, services, olds = {}) => checkInputs(resource, olds, { owner: OWNER, ...news }, services),
    needsUpdate: async (olds, news) => (await updateDue(resource, olds, news, services())) !== undefined,
  };
}

/** Problems as a table shows them: `[property, what the reason must say]`. */
export function expectProblems(problems: readonly Problem[], expected: readonly (readonly [string, string])[]): void {
  const wanted = expected.map(([property, reason]) => ({
    property,
    reason: expect.stringContaining(reason) as string,
  }));
  expect(problems).toHaveLength(wanted.length);
  expect(problems).toEqual(expect.arrayContaining(wanted));
}

/** The message of what `work` throws. */
export function complaint(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return String(error);
  }
  throw new Error("nothing was thrown");
}
