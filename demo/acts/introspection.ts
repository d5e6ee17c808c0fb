import { problems } from "../engine-output";
import { type Edits, introspectedPortal } from "../programs";
import type { Stage } from "../stage";
import { destroyLeavesNothing } from "../steps";
import type { Story } from "../story";

const TITLE = "Act 2 · The method introspection";
const TOLD =
  "Here a DCR provider is an object of Workato (workato-dcr:dcrProviderStore = workato), and Workato asks Okta about every token " +
  "(RFC 7662). Workato publishes no endpoints for this yet: those used here are ASSUMED, and the sandbox offers them. What happens " +
  "at Okta is documented.";

export async function introspection(story: Story, stage: Stage): Promise<void> {
  const { sandbox } = stage;
  const { info } = sandbox;
  const program = (edits?: Edits) => introspectedPortal(info, edits);
  const introspectionUrl = `${info.oktaOrgUrl}/${info.introspectionPath}`;
  const all = ["introspection", "okta", "okta-introspection", "orders"];
  const before = { apiClientId: "", clientId: "", token: "" };

  await story.act(TITLE, TOLD, async () => {
    await story.step(
      "The first preview knows the introspection URL",
      "It is joined from the base URL of the introspection connection and a relative path, before either exists in Workato.",
      async (seen) => {
        const run = seen.engine(await stage.preview(program()));
        const created = all.map((name) => `create ${name}`);
        seen.equals("planned", run.steps, created);
        seen.holds(`introspectionUrl is ${introspectionUrl}`, run.printed.includes(`"${introspectionUrl}"`));
      },
    );

    await story.step(
      "A token opens the gateway",
      "The API client is made and registered; its owner fetches a token, and Workato asks Okta whether it is active.",
      async (seen) => {
        seen.engine(await stage.up(program()));
        before.apiClientId = stage.output("apiClientId");
        before.clientId = stage.output("clientId");
        before.token = (await stage.fetchToken(before.clientId, stage.output("clientSecret"))).token;
        const { status, remark } = await stage.call(before.token);
        seen.equals("the gateway", status, 200, remark);
      },
    );

    await story.step(
      "Somebody deletes the client at Okta by hand",
      "Its token has not expired, but Okta no longer calls it active.",
      async (seen) => {
        await sandbox.drift({ op: "delete", side: "okta", kind: "oauthClient", id: before.clientId });
        const { status, remark } = await stage.call(before.token);
        seen.equals("the gateway", status, 401, remark);
      },
    );

    await story.step(
      "A refresh sees it",
      "The registration is gone; the API client in Workato is not.",
      async (seen) => {
        const run = seen.engine(await stage.refresh());
        const [warning = "no warning"] = problems(run.printed);
        seen.holds("a warning says so", /"Orders portal": the client at the identity provider is gone/.test(warning));
      },
    );

    await story.step(
      "The next up registers it again",
      "Only the registration is created again: the API client in Workato stays, with everything that depends on it.",
      async (seen) => {
        const run = seen.engine(await stage.up(program()));
        seen.equals("done", run.steps, ["same introspection", "same okta", "same okta-introspection", "update orders"]);
        seen.equals("API client in Workato", stage.output("apiClientId"), before.apiClientId, "as before");
        seen.holds("the client id at Okta is another one", stage.output("clientId") !== before.clientId);
        const { token } = await stage.fetchToken(stage.output("clientId"), stage.output("clientSecret"));
        const { status, remark } = await stage.call(token);
        seen.equals("the gateway, with a new token", status, 200, remark);
      },
    );

    await story.step(
      "An edit of a provider in use warns at preview",
      "Before anything is applied, the preview says how many API clients use the provider, and which.",
      async (seen) => {
        const run = seen.engine(await stage.preview(program({ providerName: "Okta (EU)" })));
        const [warning = "no warning"] = problems(run.printed);
        seen.holds("the warning says: 1 API client (Orders portal)", warning.includes("1 API client (Orders portal)"));
      },
    );

    await destroyLeavesNothing(story, stage, "Destroy leaves nothing behind here, either");
  });
}
