import type { Finding } from "./check";

const MARKS = { ok: "✓", warn: "!", fail: "✗", skip: "-" };
const TITLES = { ok: "fine", warn: "warnings", fail: "failed", skip: "skipped" };
const NAME_WIDTH = 24;

/** For a reader, on one line. */
export function line({ name, status, seen, next }: Finding): string {
  return `${MARKS[status]} ${name.padEnd(NAME_WIDTH)} ${seen}${next ? `. ${next}` : ""}`;
}

export function summary(findings: readonly Finding[]): string {
  const count = (status: Finding["status"]) => findings.filter((finding) => finding.status === status).length;
  const counts = (Object.keys(TITLES) as Finding["status"][]).map((status) => `${count(status)} ${TITLES[status]}`);
  return counts.join(", ");
}
