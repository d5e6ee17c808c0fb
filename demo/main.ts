import { relative } from "node:path";
import { parseArgs } from "node:util";
import { ensurePulumi } from "../tools/ensure-pulumi";
import { drift } from "./acts/drift";
import { introspection } from "./acts/introspection";
import { keycloak } from "./acts/keycloak";
import { rotation } from "./acts/rotation";
import { secrets } from "./acts/secrets";
import { short } from "./acts/short";
import { today } from "./acts/today";
import { exitCode, type Report } from "./report";
import { openStage, type Stage } from "./stage";
import { Story } from "./story";

const TITLE = "pulumi-workato-dcr: Workato dynamic client registration as code";
const TOLD =
  "A Pulumi program declares how Workato reaches Okta, and which API clients there are. The real Pulumi engine runs it here, against " +
  "a sandbox that stands in for Workato, its API gateway and Okta. No account is needed; each ✔ is a check of what was really seen. ";
const LASTS = {
  whole: "It takes half a minute to a minute; npm run demo -- --short shows the main part in half of that.",
  short: "It takes about twenty seconds; without --short it takes up to a minute, and shows all.",
};
const ENGINE =
  " Where there is no engine on this machine yet, it is fetched first, once: that may take up to four minutes more.";
const COLUMNS = 110;
const LONGEST_CLEANUP = 60_000;

/** All acts in their order. What they make is gone when this ends, however it ends. */
async function tell(story: Story, length: keyof typeof LASTS, signal: AbortSignal): Promise<Report> {
  const opening: Promise<Stage>[] = [];
  try {
    const stages = await story.act(TITLE, TOLD + LASTS[length] + ENGINE, async () => {
      const name = length === "short" ? "A sandbox and a stack" : "Two sandboxes, each with a stack";
      await story.step(name, "On this machine only, and gone at the end.", async (seen) => {
        await ensurePulumi((line) => seen.lines([`pulumi: ${line}`]));
        opening.push(openStage({ storeEndpoints: "off", store: "stack", signal }));
        if (length === "whole") opening.push(openStage({ storeEndpoints: "on", store: "workato", signal }));
        seen.lines((await Promise.all(opening)).flatMap(whereabouts));
      });
      return Promise.all(opening);
    });
    const [published, assumed] = stages ?? [];
    if (!published) return story.close(0, 0);

    if (assumed) {
      await today(story, published);
      await introspection(story, assumed);
      await drift(story, published);
      await rotation(story, published);
      await keycloak(story, published);
    } else await short(story, published);
    const all = assumed ? [published, assumed] : [published];
    const found = await secrets(story, all);
    const left = await Promise.all(all.map((stage) => stage.objects()));
    return story.close(
      found,
      left.reduce((sum, objects) => sum + objects, 0),
    );
  } finally {
    for (const stage of await Promise.allSettled(opening)) {
      if (stage.status === "fulfilled") await stage.value.close();
    }
  }
}

function whereabouts({ sandbox, folder }: Stage): string[] {
  const { workatoBaseUrl, oktaOrgUrl } = sandbox.info;
  return [`Workato at ${workatoBaseUrl}, Okta at ${oktaOrgUrl}`, `stack in ${relative(process.cwd(), folder)}`];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { json: { type: "boolean", default: false }, short: { type: "boolean", default: false } },
  });
  // With --json, stdout is for the one line.
  const out = values.json ? process.stderr : process.stdout;
  const look = {
    colour: !values.json && process.stdout.isTTY && !process.env.NO_COLOR,
    width: Math.min(out.columns || COLUMNS, COLUMNS),
  };
  const { signal } = abortWhenStopped();
  const story = new Story((line) => void out.write(`${line}\n`), look, signal);
  try {
    const report = await tell(story, values.short ? "short" : "whole", signal);
    if (values.json) console.log(JSON.stringify(report));
    process.exitCode = exitCode(report);
  } catch (error) {
    if (!signal.aborted) throw error;
    story.print(["", "Stopped; everything is removed."]);
    process.exit(130);
  }
}

/** Stopped by a signal, or by nobody reading on, the story ends at once, but cleans up. */
function abortWhenStopped(): AbortController {
  const controller = new AbortController();
  const stop = () => {
    controller.abort();
    setTimeout(() => process.exit(130), LONGEST_CLEANUP).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  for (const stream of [process.stdout, process.stderr]) stream.on("error", stop);
  return controller;
}

main().catch((error: Error) => {
  console.error(`demo: ${error.message}`);
  process.exitCode = 1;
});
