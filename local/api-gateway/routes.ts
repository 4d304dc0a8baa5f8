/** Route keys of HTTP APIs and which of them serves a request (API Gateway Developer Guide, "Create routes for HTTP APIs"). */
export interface RouteKey {
  key: string;
  method: string;
  segments: string[];
}
export interface Matched<R> {
  route: R;
  pathParameters: Record<string, string>;
}

/** Reads `GET /a/{b}/{c+}`; `$default` has no segments. */
export function readRouteKey(key: string): RouteKey {
  if (key === '$default') return { key, method: '$default', segments: [] };
  const [method = '', path = ''] = key.split(' ');
  return { key, method, segments: path.split('/').slice(1) };
}

const isGreedy = (segment: string) => segment.endsWith('+}');
const isVariable = (segment: string) => segment.startsWith('{');
const nameOf = (segment: string) => segment.replace(/^\{|\+?\}$/g, '');

function parametersOf(route: RouteKey, path: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of route.segments.entries()) {
    const actual = path[index];
    if (isGreedy(segment)) {
      if (actual === undefined) return undefined;
      parameters[nameOf(segment)] = path.slice(index).join('/');
      return parameters;
    }
    if (actual === undefined || (!isVariable(segment) && segment !== actual)) return undefined;
    if (isVariable(segment)) {
      if (actual === '') return undefined;
      parameters[nameOf(segment)] = decodeURIComponent(actual);
    }
  }
  return path.length === route.segments.length ? parameters : undefined;
}

/** Fuller matches first: literal before variable before greedy, a method before ANY. */
function weight(route: RouteKey): string {
  return [
    ...route.segments.map((segment) => (isGreedy(segment) ? '2' : isVariable(segment) ? '1' : '0')),
    route.method === 'ANY' ? '1' : '0',
  ].join('');
}

/** The most specific route, `$default` when none fits; undefined: 404. */
export function findRoute<R extends RouteKey>(routes: readonly R[], method: string, path: string): Matched<R> | undefined {
  const segments = path.split('/').slice(1);
  const fitting = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const pathParameters = parametersOf(route, segments);
      return pathParameters === undefined ? [] : [{ route, pathParameters }];
    })
    .sort((a, b) => (weight(a.route) < weight(b.route) ? -1 : 1));
  const fallback = routes.find((route) => route.method === '$default');
  return fitting[0] ?? (fallback === undefined ? undefined : { route: fallback, pathParameters: {} });
}
