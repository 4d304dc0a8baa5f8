/** A rate quota of the API: up to `perSecond` at once, refilled evenly. */
export function rateLimit(perSecond: number, now: () => number): () => boolean {
  let tokens = perSecond;
  let at = now();
  return () => {
    const present = now();
    tokens = Math.min(perSecond, tokens + ((present - at) / 1000) * perSecond);
    at = present;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
