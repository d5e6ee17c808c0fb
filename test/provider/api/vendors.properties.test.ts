import fc from "fast-check";
import { oktaVendor } from "../../../provider/api/okta/vendor";
import { workatoVendor } from "../../../provider/api/workato/vendor";
import { ApiError } from "../../../provider/http/errors";
import { text } from "../http/local-server";
import { hastily, nameOf, useServers } from "./wire";

const serve = useServers();
const limits = { timeoutSeconds: 5, retryTotalSeconds: 5 };
const VENDORS = {
  Okta: oktaVendor({
    orgUrl: "https://acme.okta.com",
    requestsPerMinute: 1e9,
    limits,
    nameOf,
    credentials: { apiToken: "t" },
  }),
  Workato: workatoVendor({ baseUrl: "https://www.workato.com", requestsPerMinute: 1e9, apiToken: "t" }),
};
/** The members that hold a vendor's words, the first that is there counting. */
const WORDS = { Okta: ["errorSummary", "error_description"], Workato: ["message", "error", "error_type"] };

const names = Object.keys(VENDORS) as (keyof typeof VENDORS)[];
const MEMBERS = [
  ...["message", "error", "error_type", "errors", "error_description", "errorCode", "errorSummary", "errorCauses"],
  "__proto__",
];
const fields = fc.dictionary(fc.string(), fc.array(fc.string(), { maxLength: 3 }), { noNullPrototype: true });
const causes = fc.array(fc.record({ errorSummary: fc.string() }), { maxLength: 3 });
const part = fc.oneof(fc.string(), fields, causes, fc.jsonValue());
const bag = fc.array(fc.tuple(fc.constantFrom(...MEMBERS), part)).map((entries) => Object.fromEntries(entries));
const body = fc.oneof({ arbitrary: bag, weight: 4 }, fc.jsonValue(), fc.string(), fc.constant(undefined));
const status = fc.constantFrom(400, 401, 403, 404, 409, 418, 422);

const isText = (value: unknown) => value === undefined || typeof value === "string";

test.each(names)("%s: words are made of any body, and of none", (name) => {
  fc.assert(
    fc.property(status, body, (status, body) => {
      const { message, code, fields = {} } = VENDORS[name].explain(status, body);
      expect([message, code].every(isText)).toBe(true);
      expect(Object.values(fields).flat().every(isText)).toBe(true);
    }),
  );
});

test.each(names)("%s: words that are there are found, whatever else the body holds", (name) => {
  const [first, ...others] = WORDS[name];
  const broken = fc.array(fc.tuple(fc.constantFrom(...MEMBERS), fc.oneof(fc.integer(), fc.constant(null), fields)));
  fc.assert(
    fc.property(broken, fc.constantFrom(first, ...others), (rest, member) => {
      const body = { ...Object.fromEntries(rest), [`${member}`]: "The name is taken" };
      expect(VENDORS[name].explain(422, body).message).toContain("The name is taken");
    }),
  );
});

test.each(names)("%s: any refusal is one error, on one line, and no longer than a message may be", async (name) => {
  let reply = "";
  const server = await serve((request, response) => text(reply, Number(request.url?.slice(1)))(request, response));
  const { http } = hastily(server.url, { ...VENDORS[name], baseUrl: server.url });
  const raw = fc.oneof(
    body.map((it) => JSON.stringify(it) ?? ""),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(status, raw, async (status, raw) => {
      reply = raw;
      const error = await http.send({ method: "POST", path: `/${status}`, json: {} }).catch((error: unknown) => error);
      expect(error).toBeInstanceOf(ApiError);
      expect(error).toMatchObject({ status, outcome: "not-done" });
      expect(String(error)).not.toMatch(/[\r\n]/);
      expect(String(error).length).toBeLessThan(1_400);
    }),
  );
});
