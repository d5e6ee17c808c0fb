import { writeFileSync } from "node:fs";
import { type EngineEvent, LocalWorkspace } from "@pulumi/pulumi/automation";
import { findingsOf, isFine, report } from "./drift";
import { program } from "./program";

/** What CI runs, and what you can run by hand: `npm run preview`, `npm run up`, `npm run drift`. */
async function main(command: string | undefined): Promise<number> {
  // GitHub passes a variable that is not set as an empty string.
  const stackName = process.env.PULUMI_STACK || "dev";
  const stack = await LocalWorkspace.selectStack(
    { stackName, projectName: "workato-ci", program },
    { workDir: __dirname },
  );
  const print = (text: string) => process.stdout.write(text);
  switch (command) {
    case "preview":
      await stack.preview({ diff: true, onOutput: print });
      return 0;
    case "up":
      await stack.up({ onOutput: print });
      return 0;
    case "drift": {
      const events: EngineEvent[] = [];
      await stack.preview({ refresh: true, onOutput: print, onEvent: (event) => events.push(event) });
      const findings = findingsOf(events);
      writeFileSync(process.env.DRIFT_REPORT || "drift.md", report(findings));
      return isFine(findings) ? 0 : 2;
    }
    default:
      process.stderr.write("usage: ts-node ci.ts preview|up|drift\n");
      return 64;
  }
}

main(process.argv[2]).then(
  (code) => {
    process.exitCode = code;
  },
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
