import type { Command } from "./command";
import { doctor } from "./doctor";
import { orphans } from "./orphans";

/** By name, in the order of `--help`. */
export const COMMANDS: Readonly<Record<string, Command>> = { doctor, orphans };
