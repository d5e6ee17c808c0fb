import { problems } from "./engine-output";
import { ordersPortal } from "./programs";
import type { Stage } from "./stage";
import type { Story } from "./story";

/** The steps that both the whole story and the short one tell, each with the stack as the one before has left it. */

export async function oneUp(story: Story, stage: Stage): Promise<void> {
  await story.step(
    "One up makes all of it",
    "The API client is registered at Okta, made in Workato, and the two are bound. With verify: true, the provider fetches a token " +
      "and holds it against what the gateway wants.",
    async (seen) => {
      const run = seen.engine(await stage.up(ordersPortal(stage.sandbox.info)));
      seen.equals("made", run.steps, ["create okta", "create okta-oidc", "create orders"]);
      seen.equals("warnings", problems(run.printed), []);
      seen.holds("the client secret and the API key are shown as [secret]", secretsAreHidden(run.printed));
    },
  );
}

/** @returns the access token that opens it */
export async function gatewayOpens(story: Story, stage: Stage): Promise<string> {
  let token = "";
  await story.step(
    "The new credentials open the gateway",
    "The owner of the API client asks Okta for a token by client_credentials, and calls its API collection with it.",
    async (seen) => {
      const answer = await stage.fetchToken(stage.output("clientId"), stage.output("clientSecret"));
      token = answer.token;
      seen.equals("Okta's token endpoint", answer.status, 200);
      const { status, remark } = await stage.call(token);
      seen.equals("the gateway", status, 200, remark);
    },
  );
  return token;
}

export async function methodIsPermanent(story: Story, stage: Stage): Promise<void> {
  await story.step(
    "The authentication method is permanent",
    "The program now says introspection instead of oidc. This has to fail before anything is touched, and to say how to move on.",
    async (seen) => {
      const run = seen.refusal(
        await stage.preview(ordersPortal(stage.sandbox.info, { authenticationMethod: "introspection" })),
      );
      seen.holds("the refusal says that the method is permanent", run.printed.includes("is permanent"));
      seen.holds("and that a second provider is the way on", run.printed.includes("declare a second DcrProvider"));
      seen.equals("requests sent", run.requests.length, 0);
    },
  );
}

export async function changesByHand(story: Story, stage: Stage, token: string): Promise<void> {
  await story.step(
    "Somebody renames the API client and disables its key",
    "Both by hand in Workato, behind the back of the stack.",
    async (seen) => {
      const { apiKeys } = (await stage.sandbox.state()).workato;
      const id = Number(stage.output("apiClientId"));
      await stage.sandbox.drift({
        op: "patch",
        side: "workato",
        kind: "apiClient",
        id,
        patch: { name: "Renamed by hand" },
      });
      for (const key of apiKeys) {
        await stage.sandbox.drift({
          op: "patch",
          side: "workato",
          kind: "apiKey",
          id: key.id,
          patch: { active: false },
        });
      }
      const { status, remark } = await stage.call(token);
      seen.equals("the gateway", status, 401, remark);
    },
  );
}

export async function refreshShows(story: Story, stage: Stage): Promise<void> {
  await story.step("A refresh shows both", "The name as a difference, the disabled key as a warning.", async (seen) => {
    const run = seen.engine(await stage.refresh());
    seen.equals(
      "changed",
      run.steps.filter((step) => step.startsWith("update")),
      ["update orders"],
    );
    seen.holds("the name differs", /orders updated .*~name/.test(run.printed));
    const [warning = "no warning"] = problems(run.printed);
    seen.holds("a warning says that the key is disabled", /"Orders portal".*API key.*disabled/.test(warning));
  });
}

export async function upRepairs(story: Story, stage: Stage, token: string): Promise<void> {
  await story.step(
    "The next up repairs both",
    "The key is enabled again, not replaced: the token from before opens the gateway as it did.",
    async (seen) => {
      const run = seen.engine(await stage.up(ordersPortal(stage.sandbox.info)));
      seen.equals("done", run.steps, ["same okta", "same okta-oidc", "update orders"]);
      const { status, remark } = await stage.call(token);
      seen.equals("the gateway", status, 200, remark);
    },
  );
}

export async function newSecret(story: Story, stage: Stage): Promise<void> {
  await story.step(
    "A new secret under the same client id",
    "The secret in the state is the new one; Okta refuses the old one from now on.",
    async (seen) => {
      const [clientId, oldSecret] = [stage.output("clientId"), stage.output("clientSecret")];
      const run = seen.engine(await stage.up(ordersPortal(stage.sandbox.info, { quarter: "2026Q4" })));
      const newSecret = stage.output("clientSecret");
      seen.equals("done", run.steps, ["same okta", "same okta-oidc", "update orders"]);
      seen.equals("client id", stage.output("clientId"), clientId, "as before");
      seen.holds("the secret is another one", newSecret !== oldSecret);
      const [byOld, byNew] = [await stage.fetchToken(clientId, oldSecret), await stage.fetchToken(clientId, newSecret)];
      seen.equals("Okta's token endpoint, with the old secret", byOld.status, 401);
      seen.equals("Okta's token endpoint, with the new secret", byNew.status, 200);
      const { status, remark } = await stage.call(byNew.token);
      seen.equals("the gateway", status, 200, remark);
    },
  );
}

export async function destroyLeavesNothing(story: Story, stage: Stage, name: string): Promise<void> {
  await story.step(name, "All of it is taken back, on both sides.", async (seen) => {
    seen.engine(await stage.destroy());
    seen.equals("objects left at Workato and the identity providers", await stage.objects(), 0);
  });
}

function secretsAreHidden(printed: string): boolean {
  return ["clientSecret", "apiKey"].every((name) => new RegExp(`\\b${name} *: \\[secret\\]`).test(printed));
}
