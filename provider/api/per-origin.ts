/** One for each origin, made when it is first needed. */
export function perOrigin<T>(make: (origin: string) => T): (url: string) => T {
  const made = new Map<string, T>();
  return (url) => {
    const { origin } = new URL(url);
    const known = made.get(origin) ?? make(origin);
    made.set(origin, known);
    return known;
  };
}
