/** An access token, and for how long it is good. */
export interface FreshToken {
  token: string;
  expiresInSeconds: number;
}

/** A token is fetched anew when it has less than this left: calls may wait for minutes after they got it. */
const MARGIN_SECONDS = 300;

/** One token is shared until shortly before it expires. */
export function renewedToken(fetchFresh: () => Promise<FreshToken>): () => Promise<string> {
  let current: Promise<{ token: string; until: number }> | undefined;
  const fetchToken = async () => {
    const { token, expiresInSeconds } = await fetchFresh();
    return { token, until: Date.now() / 1000 + expiresInSeconds - Math.min(MARGIN_SECONDS, expiresInSeconds / 2) };
  };
  return async () => {
    const asked = current;
    const known = await asked?.catch(() => undefined);
    // Unless a parallel call has asked anew in the meantime.
    if (current === asked && (!known || known.until < Date.now() / 1000)) current = fetchToken();
    return (await (current as Promise<{ token: string }>)).token;
  };
}
