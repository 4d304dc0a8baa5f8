/** Where on this machine the hosts of AWS are found. Attributes keep the shape they have in AWS; addresses are turned here, last. */
export interface Addresses {
  /** `http://localhost:4400`: the distribution's one origin. */
  edge: string;
  /** `http://127.0.0.1:4401`: the listener of the AWS APIs. */
  aws: string;
  /** `http://localhost:4401`: the same listener for browsers, which tell its cookies and origin apart by name. */
  signIn: string;
  /** `http://127.0.0.1:4402`: signalling of meetings, which the SDK finds in what a meeting says of itself. */
  meetings?: string;
}

/** The path under which the listener serves an API directly, as `<id>.execute-api.<region>.amazonaws.com` does. */
export const apiPath = '/_execute-api';

/** Turns addresses of AWS inside a text into those of this machine. */
export function localText(text: string, addresses: Addresses): string {
  if (!text.includes('://')) return text;
  const webSocket = (url: string) => url.replace(/^http/, 'ws');
  const of = (scheme: string, url: string) => (scheme === 'wss' ? webSocket(url) : url);
  return text
    .replace(/(https|wss):\/\/([a-z0-9]+)\.execute-api\.[a-z0-9-]+\.amazonaws\.com/g, (_, scheme: string, id: string) =>
      of(scheme, `${addresses.aws}${apiPath}/${id}`),
    )
    .replace(/https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com/g, addresses.signIn)
    .replace(/https:\/\/[a-z0-9-]+\.auth\.[a-z0-9-]+\.amazoncognito\.com/g, addresses.signIn)
    .replace(/https:\/\/[a-z0-9.-]+\.s3\.[a-z0-9-]+\.amazonaws\.com/g, addresses.aws)
    .replace(/(https|wss):\/\/\*\.chime\.aws/g, (found, scheme: string) =>
      addresses.meetings === undefined ? found : of(scheme, addresses.meetings),
    )
    .replace(/(https|wss):\/\/d[a-z0-9]+\.cloudfront\.net/g, (_, scheme: string) => of(scheme, addresses.edge));
}

/** The same for every text of a value. */
export function localAddresses<T>(value: T, addresses: Addresses): T {
  if (typeof value === 'string') return localText(value, addresses) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => localAddresses(item, addresses)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]: [string, unknown]) => [key, localAddresses(item, addresses)])) as T;
}
