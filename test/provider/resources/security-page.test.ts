import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { apiClient } from "../../../provider/resources/api-client";
import { apiClientCredential } from "../../../provider/resources/api-client-credential";
import { dcrProvider } from "../../../provider/resources/dcr-provider";
import { httpConnection } from "../../../provider/resources/http-connection";

const page = readFileSync(resolve(__dirname, "../../../SECURITY.md"), "utf8");

test.each([
  ["HttpConnection", httpConnection],
  ["DcrProvider", dcrProvider],
  ["ApiClient", apiClient],
  ["ApiClientCredential", apiClientCredential],
])("SECURITY.md says where each secret of %s is", (_, { properties, secretOutputs }) => {
  const rows = Object.entries<{ secret?: boolean }>(properties);
  const inputs = rows.filter(([, { secret }]) => secret === true).map(([name]) => name);
  for (const name of [...inputs, ...secretOutputs]) expect(page).toContain(`\`${name}\``);
});
