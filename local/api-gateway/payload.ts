/** Events and answers of Lambda proxy integrations, payload format 2.0 (API Gateway Developer Guide). Pure. */
export interface HttpRequest {
  method: string;
  /** As received, without the query. */
  path: string;
  rawQuery: string;
  headers: Record<string, string>;
  sourceIp: string;
  body: Buffer;
}
export interface HttpAnswer {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
}
export interface Jwt {
  claims: Record<string, unknown>;
  scopes: string[] | null;
}

const textual = /^(text\/|application\/(json|javascript|xml|x-www-form-urlencoded)|[^;]+\+(json|xml))/i;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12/Mar/2020:19:03:58 +0000`. */
export function commonLogTime(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()] ?? ''}/${at.getUTCFullYear()}`;
  return `${day}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`;
}

/** Claims arrive as text: lists as `[a b]`. */
export function claimTexts(claims: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [name, Array.isArray(value) ? `[${value.join(' ')}]` : String(value)]),
  );
}

function queryParameters(rawQuery: string): Record<string, string> | undefined {
  if (rawQuery === '') return undefined;
  const query = new URLSearchParams(rawQuery);
  return Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name).join(',')]));
}

export interface EventParts {
  account: string;
  apiId: string;
  stage: string;
  routeKey: string;
  pathParameters: Record<string, string>;
  jwt: Jwt | undefined;
  requestId: string;
  now: Date;
}

/** The event of a request. */
export function httpEvent(request: HttpRequest, parts: EventParts): Record<string, unknown> {
  const { cookie, ...headers } = request.headers;
  const isText = textual.test(headers['content-type'] ?? 'text/plain');
  const query = queryParameters(request.rawQuery);
  return {
    version: '2.0',
    routeKey: parts.routeKey,
    rawPath: request.path,
    rawQueryString: request.rawQuery,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; ?/) }),
    headers,
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: parts.account,
      apiId: parts.apiId,
      ...(parts.jwt === undefined ? {} : { authorizer: { jwt: { claims: claimTexts(parts.jwt.claims), scopes: parts.jwt.scopes } } }),
      domainName: headers['host'] ?? '',
      domainPrefix: (headers['host'] ?? '').split('.')[0],
      http: {
        method: request.method,
        path: request.path,
        protocol: 'HTTP/1.1',
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: parts.requestId,
      routeKey: parts.routeKey,
      stage: parts.stage,
      time: commonLogTime(parts.now),
      timeEpoch: parts.now.getTime(),
    },
    ...(Object.keys(parts.pathParameters).length === 0 ? {} : { pathParameters: parts.pathParameters }),
    ...(request.body.length === 0 ? {} : { body: request.body.toString(isText ? 'utf8' : 'base64') }),
    isBase64Encoded: request.body.length > 0 && !isText,
  };
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));
/** An answer of API Gateway itself. */
export const gatewayAnswer = (status: number, message: string, headers: Record<string, string> = {}): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  cookies: [],
  body: json({ message }),
});

/** The function's answer; what is no valid answer is a 500, and without `statusCode` the value itself is the body. */
export function httpAnswer(payload: unknown): HttpAnswer {
  if (payload === null || typeof payload !== 'object' || !('statusCode' in payload)) {
    if (payload === undefined) return gatewayAnswer(500, 'Internal Server Error');
    return { status: 200, headers: { 'content-type': 'application/json' }, cookies: [], body: json(payload) };
  }
  const { statusCode, headers = {}, body = '', cookies = [], isBase64Encoded = false } = payload as Record<string, unknown>;
  const status = Number(statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599 || typeof body !== 'string')
    return gatewayAnswer(500, 'Internal Server Error');
  const named = Object.fromEntries(
    Object.entries(headers as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8', ...named },
    cookies: (cookies as unknown[]).map(String),
    body: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}
