import type { Command } from "./command";
import { doctor } from "./doctor/command";
import { orphans } from "./orphans/command";

/** By name, in the order of `--help`. */
export const COMMANDS: Readonly<Record<string, Command>> = { doctor, orphans };
