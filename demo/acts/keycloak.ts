import { ordersAtKeycloak } from "../programs";
import type { Stage } from "../stage";
import { destroyLeavesNothing } from "../steps";
import type { Story } from "../story";

const TITLE = "Act 5 · Another identity provider";
const TOLD =
  'The same resources once more, with one word changed: identityProvider: "kc", a realm of Keycloak, which stands in the configuration ' +
  "beside Okta. What a client needs there is Keycloak's affair: here, a mapper of its own puts the API key into its tokens.";

export async function keycloak(story: Story, stage: Stage): Promise<void> {
  await story.act(TITLE, TOLD, async () => {
    await story.step(
      "The same program registers its client at Keycloak",
      "Nothing is made at Okta, and the outputs have the same names.",
      async (seen) => {
        const run = seen.engine(await stage.up(ordersAtKeycloak(stage.sandbox.info)));
        seen.equals("made", run.steps, ["create keycloak-oidc", "create orders"]);
        const { okta, keycloak: realm } = await stage.sandbox.state();
        seen.equals("clients at Keycloak", realm?.clients.length, 1);
        seen.equals("clients at Okta", okta.clients.length, 0);
      },
    );

    await story.step(
      "Its credentials open the same gateway",
      "The token is Keycloak's by now; Workato checks it by Keycloak's keys.",
      async (seen) => {
        const answer = await stage.fetchToken(
          stage.output("clientId"),
          stage.output("clientSecret"),
          stage.output("tokenEndpoint"),
        );
        seen.equals("Keycloak's token endpoint", answer.status, 200);
        const { status, remark } = await stage.call(answer.token);
        seen.equals("the gateway", status, 200, remark);
      },
    );

    await destroyLeavesNothing(story, stage, "Destroy leaves nothing behind at Keycloak either");
  });
}
