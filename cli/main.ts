#!/usr/bin/env node
import { redact } from "../provider/redact";
import { version } from "../provider/version";
import { UsageError } from "./command";
import { COMMANDS } from "./commands";

const PROGRAM = "pulumi-workato-dcr";

/** @returns the exit code: 2 for a wrong command line, else the command's own */
async function main([name, ...args]: string[]): Promise<number> {
  if (name === "--help" || name === "-h") return say(help());
  if (name === "--version") return say(version);
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new UsageError(name === undefined ? "No command" : `Unknown command '${name}'`);
  if (args.some((arg) => arg === "--help" || arg === "-h")) {
    const details = command.details === undefined ? "" : `\n\n${command.details}`;
    return say(`Usage: ${PROGRAM} ${command.usage}\n\nIt ${command.summary}.${details}`);
  }
  return command.run(args);
}

function help(): string {
  const commands = Object.values(COMMANDS).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return [`Usage: ${PROGRAM} COMMAND | --help | --version`, "", ...commands].join("\n");
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}

// Whoever reads, such as `head`, may have had enough: the exit code still tells how it went.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const wrong = error instanceof UsageError;
    const what = redact(error instanceof Error ? error.message : String(error));
    console.error(`${PROGRAM}: ${what}${wrong ? ` (see ${PROGRAM} --help)` : ""}`);
    process.exitCode = wrong ? 2 : 1;
  },
);
