import { lossWarning, repairNotice } from "../../../provider/lifecycle/loss";

test.each([
  ["nothing", [], undefined],
  [
    "a registration, with what goes with it",
    ["clientId", "clientSecret", "boundTo"],
    "the client at the identity provider is gone; the next pulumi up creates it again.",
  ],
  [
    "a key, with what goes with it",
    ["apiKeyId", "apiKey", "boundTo"],
    "the API key is gone; the next pulumi up creates it again.",
  ],
  [
    "the API client and its key",
    ["apiKeyId", "apiKey", "boundTo", "apiClientId"],
    "the API key and the API client in Workato are gone; the next pulumi up creates them again.",
  ],
  [
    "the API client, and with it what is no object",
    ["verifiedAsApplied", "apiClientId"],
    "the API client in Workato and its name, its ownership mark or the authentication that was applied are gone; the next pulumi up " +
      "creates the API client in Workato again, and restores the rest.",
  ],
  [
    "a key that is disabled",
    ["boundTo"],
    "the link between the client and its API key (one of them was disabled or changed by hand) is gone; " +
      "the next pulumi up restores it.",
  ],
  [
    "the claim of a provider",
    ["claimId"],
    "the claim that carries API keys is gone; the next pulumi up creates it again.",
  ],
  ["an output without words of its own", ["other"], "other is gone; the next pulumi up creates it again."],
  [
    "what no property shows",
    ["verifiedAsApplied"],
    "its name, its ownership mark or the authentication that was applied is gone; the next pulumi up restores it.",
  ],
  [
    "the authorisation of a connection",
    ["authorizationStatus"],
    "Workato's authorisation of the connection is gone; the next pulumi up restores it.",
  ],
])("a refresh names the resource that has lost %s", (_what, lost, warning) => {
  expect(lossWarning(lost)).toBe(warning);
});

test.each<[string, string[], string | undefined]>([
  ["nothing", [], undefined],
  [
    "a registration, with what goes with it",
    ["clientId", "clientSecret", "boundTo"],
    "makes anew the client at the identity provider; clientId, clientSecret, apiKeyId, apiKey change: whoever uses the credentials needs the new ones.",
  ],
  [
    "the API client and its key",
    ["apiKeyId", "apiKey", "boundTo", "apiClientId"],
    "makes anew the API key and the API client in Workato; apiKeyId, apiKey, apiClientId change: whoever uses the credentials needs the new ones.",
  ],
  [
    "a secret",
    ["clientSecret"],
    "makes anew the client secret; clientSecret changes: whoever uses the credentials needs the new ones.",
  ],
  [
    "what no property shows",
    ["verifiedAsApplied"],
    "restores its name, its ownership mark or the authentication that was applied; the credentials stay.",
  ],
])("a preview says of an update that makes %s whole what becomes of the credentials", (_what, lost, notice) => {
  expect(repairNotice(lost)).toBe(notice && `this update ${notice}`);
});
