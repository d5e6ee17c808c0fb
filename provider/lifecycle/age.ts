const UNITS: readonly [seconds: number, name: string][] = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
];

/** How old something is, in words such as `3 days old`; empty where nobody tells when it was made. @param createdAt ISO 8601 */
export function ageOf(createdAt: string | undefined, now: number): string {
  const seconds = (now - Date.parse(createdAt ?? "")) / 1000;
  if (!Number.isFinite(seconds)) return "";
  for (const [size, name] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count >= 1) return `${count} ${name}${count === 1 ? "" : "s"} old`;
  }
  return "less than a minute old";
}
