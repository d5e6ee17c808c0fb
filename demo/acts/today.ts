import { endpoints } from "../endpoints";
import { problems } from "../engine-output";
import { type Edits, ordersPortal } from "../programs";
import type { Stage } from "../stage";
import { destroyLeavesNothing, gatewayOpens, methodIsPermanent, oneUp } from "../steps";
import type { Story } from "../story";

const TITLE = "Act 1 · On today's Workato";
const TOLD =
  "Workato publishes no endpoints for DCR providers, and this sandbox refuses them, too. So the provider lives in the stack " +
  "(workato-dcr:dcrProviderStore = stack, the default), and what makes a token open the gateway is made at Okta, by documented means.";

export async function today(story: Story, stage: Stage): Promise<void> {
  const { info } = stage.sandbox;
  const program = (edits?: Edits) => ordersPortal(info, edits);
  const renamed = { providerName: "Okta (EU)" };
  let token = "";

  await story.act(TITLE, TOLD, async () => {
    await story.step(
      "A preview shows what would be made",
      "The program declares a connection from Workato to Okta, a DCR provider that enforces the claims iss and aud, and an API client.",
      async (seen) => {
        const run = seen.engine(await stage.preview(program()));
        seen.equals("planned", run.steps, ["create okta", "create okta-oidc", "create orders"]);
        seen.holds("4 resources to create, with the stack itself", run.printed.includes("+ 4 to create"));
        // It asks whether what is named is there: the collections, and the scopes.
        seen.equals("requests that change anything", run.requests.filter(({ method }) => method !== "GET").length, 0);
      },
    );

    await oneUp(story, stage);

    token = await gatewayOpens(story, stage);

    await story.step(
      "Nothing else does",
      "The gateway is called without a token, with three tokens that are not as they should be, and for a collection that the client may not use.",
      async (seen) => {
        const clientId = stage.output("clientId");
        const [, otherCollection] = info.apiCollectionIds;
        const calls = {
          "without a token": await stage.call(),
          "without the enforced claim aud": await stage.call(await stage.mintToken({ clientId, omit: ["aud"] })),
          "with an expired token": await stage.call(await stage.mintToken({ clientId, expiresIn: -60 })),
          "with a token signed by somebody else": await stage.call(await stage.mintToken({ clientId, foreign: true })),
        };
        for (const [how, { status, remark }] of Object.entries(calls)) seen.equals(how, status, 401, remark);
        const forbidden = await stage.call(token, otherCollection);
        seen.equals("for another collection", forbidden.status, 403, forbidden.remark);
      },
    );

    await methodIsPermanent(story, stage);

    await story.step(
      "A rename of the provider touches the provider only",
      "Its new name is an update in place: no replacement, and no update of the client that uses it.",
      async (seen) => {
        const run = seen.engine(await stage.up(program(renamed)));
        seen.equals("done", run.steps, ["same okta", "same orders", "update okta-oidc"]);
        const { status } = await stage.call(token);
        seen.equals("the gateway, with the token from before", status, 200);
      },
    );

    const second = { clientId: "", clientSecret: "", token: "" };
    await story.step(
      "A second credential for the same API client",
      "Somebody else gets a client id and a secret of their own, which can be revoked alone.",
      async (seen) => {
        const run = seen.engine(await stage.up(program({ ...renamed, secondCredential: true })));
        seen.equals("done", run.steps, ["create orders-eu", "same okta", "same okta-oidc", "same orders"]);
        second.clientId = stage.output("secondClientId");
        second.clientSecret = stage.output("secondClientSecret");
        second.token = (await stage.fetchToken(second.clientId, second.clientSecret)).token;
        const [byFirst, bySecond] = [await stage.call(token), await stage.call(second.token)];
        seen.equals("the gateway, with the first", byFirst.status, 200, byFirst.remark);
        seen.equals("the gateway, with the second", bySecond.status, 200, bySecond.remark);
      },
    );

    await story.step(
      "Revoking the second leaves the first alone",
      "Its resource is taken out of the program.",
      async (seen) => {
        const run = seen.engine(await stage.up(program(renamed)));
        seen.equals("done", run.steps, ["delete orders-eu", "same okta", "same okta-oidc", "same orders"]);
        const [byFirst, bySecond] = [await stage.call(token), await stage.call(second.token)];
        seen.equals("the gateway, with the first", byFirst.status, 200, byFirst.remark);
        seen.equals("the gateway, with the second", bySecond.status, 401, bySecond.remark);
        const { status } = await stage.fetchToken(second.clientId, second.clientSecret);
        seen.equals("Okta's token endpoint, with the second", status, 401);
      },
    );

    await story.step(
      "A refresh finds everything as it was made",
      "The provider reads both sides; nobody has changed anything by hand.",
      async (seen) => {
        const run = seen.engine(await stage.refresh());
        seen.holds("4 resources unchanged", run.printed.includes("4 unchanged"));
        seen.equals("warnings", problems(run.printed), []);
      },
    );

    await story.step(
      "A preview without changes asks nobody",
      "What is known from the state and the program needs no request.",
      async (seen) => {
        const run = seen.engine(await stage.preview(program(renamed)));
        seen.equals("planned", run.steps, ["same okta", "same okta-oidc", "same orders"]);
        seen.equals("requests sent", run.requests.length, 0);
      },
    );

    await destroyLeavesNothing(story, stage, "Destroy leaves nothing behind");

    await story.step(
      "All of it was made with published endpoints",
      "Every request of this act, from the sandbox's log.",
      async (seen) => {
        const { sent } = stage;
        seen.lines(endpoints(sent));
        const assumed = sent.filter(({ path }) => path.includes("dcr_providers"));
        const refused = sent.filter(({ status }) => status === 400 || status === 404);
        seen.equals("requests to /dcr_providers", assumed.length, 0, `of ${sent.length}`);
        seen.equals("requests refused with 400 or 404", refused.length, 0);
      },
    );
  });
}
