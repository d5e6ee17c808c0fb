import { changes, oidcAndOrders, outputsOf, useNative } from "./support";

const native = useNative();

test("a preview tells what changes down to the item, and knows what stays", async () => {
  const { stack, sandbox } = native;
  const { scope } = sandbox.info;
  await stack.program(oidcAndOrders(scope, { requiredClaims: ["iss", "aud"] }));
  await stack.pulumi("up", "--yes");

  await stack.program(oidcAndOrders(scope, { requiredClaims: ["iss", "aud", "sub"] }, { name: "Orders 2" }));
  const preview = await stack.pulumi("preview", "--diff");
  expect(preview.steps).toEqual(["update okta", "update orders"]);
  expect(changes(preview.printed)).toEqual(
    expect.arrayContaining(['+ [2]: "sub"', '~ name       : "Orders" => "Orders 2"']),
  );
  expect(preview.printed).not.toContain("[unknown]");
});

test("a rotation previews another secret, and the same client", async () => {
  const { stack, sandbox } = native;
  const program = (quarter: string) => oidcAndOrders(sandbox.info.scope, {}, { rotationTriggers: { quarter } });
  await stack.program(program("Q3"));
  await stack.pulumi("up", "--yes");
  const before = await outputsOf(stack, "orders");

  await stack.program(program("Q4"));
  const preview = await stack.pulumi("preview", "--diff");
  expect(changes(preview.printed)).toContain('~ quarter: "Q3" => "Q4"');
  // Attached to the resource, so that it stands under its name.
  expect(preview.printed).toMatch(/ApiClient "Orders": The client secret is renewed/);

  await stack.pulumi("up", "--yes");
  const after = await outputsOf(stack, "orders");
  expect(after.clientId).toBe(before.clientId);
  expect(after.clientSecret).not.toBe(before.clientSecret);
});

test("a refresh sees what was changed by hand, and the next up repairs it", async () => {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope));
  await stack.pulumi("up", "--yes");
  const { apiClientId } = await outputsOf(stack, "orders");
  await sandbox.drift({
    op: "patch",
    side: "workato",
    kind: "apiClient",
    id: String(apiClientId),
    patch: { name: "By hand" },
  });

  const refresh = await stack.pulumi("refresh", "--yes", "--diff");
  expect(changes(refresh.printed)).toContain('~ name: "Orders" => "By hand"');
  const up = await stack.pulumi("up", "--yes", "--diff");
  expect(up.steps).toEqual(["same okta", "update orders"]);
  expect(changes(up.printed)).toContain('~ name: "By hand" => "Orders"');
});

test("a mistake is told at its path, all of them in one list, and no secret with them", async () => {
  const { stack, sandbox } = native;
  const program = oidcAndOrders(sandbox.info.scope, {}, { apiCollectionIds: ["x"], email: "nobody" });
  await stack.program(program);
  const failed = await stack.pulumi("preview").then(
    () => "",
    (error: Error) => error.message,
  );
  expect(failed).toContain("apiCollectionIds[0]");
  expect(failed).toContain("must be an e-mail address");
});

test("a scope that there is not is warned of, since another resource may make it, and refused by the up", async () => {
  const { stack, sandbox } = native;
  await stack.program(oidcAndOrders(sandbox.info.scope, { scopes: ["orders.none"] }));
  const preview = await stack.pulumi("preview");
  expect(preview.steps).toEqual(["create okta", "create orders"]);
  expect(preview.printed).toContain('scopes[0]: there is no scope "orders.none"');
  await expect(stack.pulumi("up", "--yes", "--skip-preview")).rejects.toThrow("orders.none");
});
