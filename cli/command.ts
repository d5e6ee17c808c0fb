import { type ParseArgsConfig, parseArgs } from "node:util";

/** What the program can be told to do. */
export interface Command {
  /** As one writes it after the program's name, options included. */
  usage: string;
  /** What it does, as the rest of a sentence. */
  summary: string;
  /** What its own help says besides, line by line. */
  details?: string;
  /** The exit code. @throws UsageError */
  run(args: string[]): Promise<number>;
}

/** The command line is wrong; one line says how. */
export class UsageError extends Error {}

/** @throws UsageError for an option that there is not, and for one without its value */
export function parseOptions<T extends NonNullable<ParseArgsConfig["options"]>>(
  args: string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T }>>["values"] {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    // What follows the first sentence is advice to programmers.
    throw new UsageError(String((error as Error).message).split(/\. |\n/)[0]);
  }
}
