import type { Stage } from "../stage";
import { destroyLeavesNothing, newSecret } from "../steps";
import type { Story } from "../story";

const TITLE = "Act 4 · Rotation";
const TOLD =
  "Still the same stack. The program changes a value of rotationTriggers from 2026Q3 to 2026Q4, which renews the client secret in " +
  "place.";

/** Goes on with the stack of the act before. */
export async function rotation(story: Story, stage: Stage): Promise<void> {
  await story.act(TITLE, TOLD, async () => {
    await newSecret(story, stage);

    await destroyLeavesNothing(story, stage, "Destroy leaves nothing behind once more");
  });
}
