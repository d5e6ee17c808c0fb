import { lossWarning } from "../../../provider/lifecycle/loss";

test.each([
  ["nothing", [], undefined],
  [
    "a registration, with what goes with it",
    ["clientId", "clientSecret", "binding"],
    'Of "Orders", the client at the identity provider is no longer there; the next apply makes it anew.',
  ],
  [
    "a key, with what goes with it",
    ["apiKeyId", "apiKey", "binding"],
    'Of "Orders", the API key is no longer there; the next apply makes it anew.',
  ],
  [
    "the API client and its key",
    ["apiKeyId", "apiKey", "binding", "apiClientId"],
    'Of "Orders", the API key, the API client in Workato are no longer there; the next apply makes them anew.',
  ],
  [
    "a key that is disabled",
    ["binding"],
    'Of "Orders", the binding of the client to its API key (one of them was disabled or changed by hand) is no longer there; ' +
      "the next apply makes it anew.",
  ],
  [
    "the claim of a provider",
    ["claimId"],
    'Of "Orders", the claim that carries API keys is no longer there; the next apply makes it anew.',
  ],
  [
    "an output without words of its own",
    ["other"],
    'Of "Orders", other is no longer there; the next apply makes it anew.',
  ],
])("a refresh names the resource that has lost %s", (_what, lost, warning) => {
  expect(lossWarning("Orders", lost)).toBe(warning);
});
