import { counted } from "../format";
import type { Stage } from "../stage";
import type { Story } from "../story";

const TITLE = "Last · Every secret of this run";
const TOLD =
  "API tokens, the connections' credentials, client secrets, API keys and access tokens are searched for, as plain text, in " +
  "the state files with their history and backups, in the settings, in everything that it has printed, and in this story.";

/** @returns how many times one was found */
export async function secrets(story: Story, stages: readonly Stage[]): Promise<number> {
  let found = 0;
  await story.act(TITLE, TOLD, async () => {
    await story.step(
      "No secret is found in plain text",
      "A client id, which is no secret, shows that the search works.",
      async (seen) => {
        const text = (await Promise.all(stages.map((stage) => stage.written()))).join("\n") + story.transcript;
        const values = new Set(stages.flatMap((stage) => [...stage.secrets]));
        found = [...values].reduce((count, value) => count + occurrences(value, text), 0);
        const clientIds = stages.map((stage) => occurrences(stage.output("clientId"), text));
        seen.holds(
          "the client ids are found",
          clientIds.every((count) => count > 0),
          counted(Math.min(...clientIds), "time"),
        );
        const searched = `${counted(values.size, "secret")} searched for in ${Math.round(text.length / 1024)} KiB`;
        seen.equals("secrets found", found, 0, searched);
      },
    );
  });
  return found;
}

function occurrences(value: string, text: string): number {
  return text.split(value).length - 1;
}
