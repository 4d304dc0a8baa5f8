import { AdminGetUserCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { variables } from './definition.ts';
import { variable } from './environment.ts';

let client: CognitoIdentityProviderClient | undefined;

/** A person's name as the user pool knows it: their name, or what stands before the @ of their e-mail address. */
export async function nameOf(username: string): Promise<string> {
  client ??= new CognitoIdentityProviderClient({});
  const { UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId: variable(variables.userPool), Username: username }));
  const attribute = (name: string): string => UserAttributes?.find((one) => one.Name === name)?.Value?.trim() ?? '';
  return attribute('name') || attribute('email').split('@')[0] || username;
}
