import { describe, expect, test } from 'vitest';
import { httpAnswer, httpEvent, type HttpRequest } from '../../local/api-gateway/payload.ts';
import { findRoute, readRouteKey } from '../../local/api-gateway/routes.ts';
import { selectRoute } from '../../local/api-gateway/web-socket-api.ts';

describe('routes', () => {
  const routes = ['GET /a/{id}', 'GET /a/fixed', 'ANY /a/{id}', 'GET /{proxy+}', 'POST /b/{c}/d'].map(readRouteKey);
  test.each([
    ['GET', '/a/fixed', 'GET /a/fixed', {}],
    ['GET', '/a/7', 'GET /a/{id}', { id: '7' }],
    ['PUT', '/a/7', 'ANY /a/{id}', { id: '7' }],
    ['GET', '/x/y/z', 'GET /{proxy+}', { proxy: 'x/y/z' }],
    ['POST', '/b/with%20space/d', 'POST /b/{c}/d', { c: 'with space' }],
  ])('%s %s goes to %s', (method, path, key, parameters) => {
    const found = findRoute(routes, method, path);
    expect([found?.route.key, found?.pathParameters]).toEqual([key, parameters]);
  });
  test('without a fitting route there is none, unless there is a default', () => {
    expect(findRoute(routes, 'DELETE', '/b')).toBeUndefined();
    expect(findRoute([...routes, readRouteKey('$default')], 'DELETE', '/b')?.route.key).toBe('$default');
  });
});

describe('payload format 2.0', () => {
  const request: HttpRequest = {
    method: 'POST',
    path: '/my/path',
    rawQuery: 'parameter1=value1&parameter1=value2&parameter2=value',
    headers: {
      cookie: 'cookie1; cookie2',
      header1: 'value1',
      'content-type': 'application/json',
      host: 'id.execute-api.us-east-1.amazonaws.com',
    },
    sourceIp: '192.0.2.1',
    body: Buffer.from('{}'),
  };
  const parts = {
    account: '123456789012',
    apiId: 'api-id',
    stage: '$default',
    routeKey: 'POST /my/path',
    pathParameters: {},
    jwt: { claims: { claim1: 'value1', 'cognito:groups': ['a', 'b'], exp: 1 }, scopes: null },
    requestId: 'id',
    now: new Date('2020-03-12T19:03:58.390Z'),
  };
  test('has the shape that the documentation shows', () => {
    expect(httpEvent(request, parts)).toMatchObject({
      version: '2.0',
      routeKey: 'POST /my/path',
      rawPath: '/my/path',
      rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
      cookies: ['cookie1', 'cookie2'],
      headers: { header1: 'value1' },
      queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
      requestContext: {
        accountId: '123456789012',
        authorizer: { jwt: { claims: { claim1: 'value1', 'cognito:groups': '[a b]', exp: '1' }, scopes: null } },
        domainPrefix: 'id',
        http: { method: 'POST', path: '/my/path', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' },
        stage: '$default',
        time: '12/Mar/2020:19:03:58 +0000',
        timeEpoch: Date.parse('2020-03-12T19:03:58.390Z'),
      },
      body: '{}',
      isBase64Encoded: false,
    });
  });
  test('a body that is no text arrives in Base64', () => {
    const event = httpEvent({ ...request, headers: { 'content-type': 'audio/wav' }, body: Buffer.from([0xff, 0]) }, parts);
    expect([event['body'], event['isBase64Encoded']]).toEqual(['/wA=', true]);
  });
  test('an answer without a status code is the body itself; a broken one is a 500', () => {
    expect(httpAnswer({ a: 1 })).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(httpAnswer({ statusCode: 201, headers: { Location: '/x' }, cookies: ['a=1'], body: 'eA==', isBase64Encoded: true })).toEqual({
      status: 201,
      headers: { 'content-type': 'text/plain; charset=utf-8', location: '/x' },
      cookies: ['a=1'],
      body: Buffer.from('x'),
    });
    expect(httpAnswer({ statusCode: 'soon' }).status).toBe(500);
    expect(httpAnswer({ statusCode: 200, body: { a: 1 } }).status).toBe(500);
  });
});

describe('route selection of sockets', () => {
  test('reads the field of the message that the expression names', () => {
    expect(selectRoute('$request.body.type', '{"type":"heartbeat"}')).toBe('heartbeat');
    expect(selectRoute('$request.body.a.b', '{"a":{"b":"c"}}')).toBe('c');
    expect(selectRoute('$request.body.type', 'no JSON')).toBeUndefined();
    expect(selectRoute('$request.body.type', '{"type":7}')).toBeUndefined();
  });
});
