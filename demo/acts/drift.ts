import { problems } from "../engine-output";
import { ordersPortal } from "../programs";
import type { Stage } from "../stage";
import type { Story } from "../story";

const TITLE = "Act 3 · Drift";
const TOLD =
  "Back on today's Workato, with the stack of act 1 made again: somebody changes things in Workato by hand, and the next refresh and " +
  "up bring them back to what the program says.";

/** Leaves its stack for the next act. */
export async function drift(story: Story, stage: Stage): Promise<void> {
  const { sandbox } = stage;
  const program = ordersPortal(sandbox.info);
  let token = "";

  await story.act(TITLE, TOLD, async () => {
    await story.step("The gateway is open", "As in act 1.", async (seen) => {
      seen.engine(await stage.up(program));
      token = (await stage.fetchToken(stage.output("clientId"), stage.output("clientSecret"))).token;
      const { status, remark } = await stage.call(token);
      seen.equals("the gateway", status, 200, remark);
    });

    await story.step(
      "Somebody renames the API client and disables its key",
      "Both by hand in Workato, behind the back of the stack.",
      async (seen) => {
        const { apiKeys } = (await sandbox.state()).workato;
        const id = Number(stage.output("apiClientId"));
        await sandbox.drift({
          op: "patch",
          side: "workato",
          kind: "apiClient",
          id,
          patch: { name: "Renamed by hand" },
        });
        for (const key of apiKeys) {
          await sandbox.drift({ op: "patch", side: "workato", kind: "apiKey", id: key.id, patch: { active: false } });
        }
        const { status, remark } = await stage.call(token);
        seen.equals("the gateway", status, 401, remark);
      },
    );

    await story.step(
      "A refresh shows both",
      "The name as a difference, the disabled key as a warning.",
      async (seen) => {
        const run = seen.engine(await stage.refresh());
        seen.equals(
          "changed",
          run.steps.filter((step) => step.startsWith("update")),
          ["update orders"],
        );
        seen.holds("the name differs", /orders updated .*~name/.test(run.printed));
        const [warning = "no warning"] = problems(run.printed);
        seen.holds("a warning says that the key is disabled", /"Orders portal".*API key.*disabled/.test(warning));
      },
    );

    await story.step(
      "The next up repairs both",
      "The key is enabled again, not replaced: the token from before opens the gateway as it did.",
      async (seen) => {
        const run = seen.engine(await stage.up(program));
        seen.equals("done", run.steps, ["same okta", "same okta-oidc", "update orders"]);
        const { status, remark } = await stage.call(token);
        seen.equals("the gateway", status, 200, remark);
      },
    );
  });
}
