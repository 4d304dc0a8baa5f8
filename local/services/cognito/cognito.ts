/** Cognito on one machine: user pools with a hosted sign-in, and the administration calls that we use. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ZodError } from 'zod';
import { AwsError, defaultPlace, type AwsRequest, type Place, type Service } from '../../contract.ts';
import { jsonAnswer, jsonBody } from '../body.ts';
import { operations } from './administration.ts';
import { createOidc } from './oidc.ts';
import { openPools } from './pools.ts';
import { resourcesOf } from './resources.ts';

export interface CognitoSettings {
  place?: Place;
  /** State is kept there; without it, in memory only. */
  dir?: string;
  /** Where browsers find the sign-in, `http://localhost:4401`; issuers are below it. */
  base: () => string;
  /** Lets a cookie `linehall-as=<name>` sign a demo person in without a form: for the laptop only. */
  shortcuts?: boolean;
  now?: () => number;
}
export interface Cognito {
  service: Service;
  /** Sign-in pages, tokens, discovery; false: not mine. */
  oidc(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
}

export function createCognito({ place = defaultPlace, dir, base, shortcuts = false, now = Date.now }: CognitoSettings): Cognito {
  const pools = openPools(dir);
  const service: Service = {
    names: ['cognito-idp'],
    makes: resourcesOf(pools, place, now),
    needs(request: AwsRequest) {
      try {
        const { UserPoolId } = jsonBody(request);
        if (typeof UserPoolId !== 'string' || request.target === undefined) return undefined;
        return [
          {
            action: `cognito-idp:${request.target}`,
            resource: `arn:aws:cognito-idp:${place.region}:${place.account}:userpool/${UserPoolId}`,
          },
        ];
      } catch {
        return undefined;
      }
    },
    async handle(request) {
      const name = request.target ?? '';
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (operation === undefined) throw new AwsError('NotImplemented', `Cognito's ${name} is not supported by the local cloud`, 501);
      try {
        const answer = operation(pools, jsonBody(request), now());
        pools.save();
        return jsonAnswer(answer, '1.1');
      } catch (error) {
        if (!(error instanceof ZodError)) throw error;
        throw new AwsError(
          'InvalidParameterException',
          error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
        );
      }
    },
  };
  return { service, oidc: createOidc({ pools, base, shortcuts, now }) };
}
