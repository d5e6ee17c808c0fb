import type { Command } from "./command";
import { doctor } from "./doctor/command";
import { importFile } from "./import-file/command";
import { orphans } from "./orphans/command";

/** By name, in the order of `--help`. */
export const COMMANDS: Readonly<Record<string, Command>> = { doctor, orphans, "import-file": importFile };
