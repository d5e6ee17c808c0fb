/** What came of a story: what `--json` prints. */
export interface StepResult {
  name: string;
  ok: boolean;
  ms: number;
  /** How many the provider sent. */
  requests: number;
}

export interface Report {
  ok: boolean;
  steps: StepResult[];
  /** How often a secret was found in plain text. */
  secretsInState: number;
  /** How many objects there are at both sides in the end. */
  leftOver: number;
}

export function exitCode({ ok }: Report): 0 | 1 {
  return ok ? 0 : 1;
}
