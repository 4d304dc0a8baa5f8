import {
  BadRequestException,
  ChimeSDKVoiceClient,
  ConflictException,
  CreateSipMediaApplicationCallCommand,
  ForbiddenException,
  GoneException,
  NotFoundException,
  ResourceLimitExceededException,
  ThrottledClientException,
  UpdateSipMediaApplicationCallCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import { TransactionId } from '../../shared/ids.ts';
import type { World } from '../../shared/world.ts';

let client: ChimeSDKVoiceClient | undefined;

/**
 * Makes a call's function hear a CALL_UPDATE_REQUESTED with the contact's version: everything that we say to telephony from outside a call goes
 * through here. The service allows five a second by default, so `busy` is an expected answer: ring again later.
 */
export async function ringDoorbell(
  { applicationId, transactionId }: { applicationId: string; transactionId: TransactionId },
  contactVersion: number,
): Promise<'rung' | 'gone' | 'busy'> {
  client ??= new ChimeSDKVoiceClient({ maxAttempts: 2 });
  try {
    await client.send(
      new UpdateSipMediaApplicationCallCommand({
        SipMediaApplicationId: applicationId,
        TransactionId: transactionId,
        Arguments: { version: String(contactVersion) },
      }),
    );
    return 'rung';
  } catch (error) {
    if (error instanceof NotFoundException || error instanceof GoneException) return 'gone';
    if (error instanceof ThrottledClientException || error instanceof ConflictException) return 'busy';
    throw error;
  }
}

/** The service's word for "all lines are taken" comes as a bad request. */
const noLineFree = (error: BadRequestException): boolean => /concurrent call limit/i.test(error.message);

/**
 * Calls a number from one of ours. The call's first event carries the contact and the party as its arguments. The service allows one such
 * call a second by default, and a limited number at once.
 */
export const dial: World['dial'] = async ({ applicationId, from, to, contactId, partyId }) => {
  client ??= new ChimeSDKVoiceClient({ maxAttempts: 2 });
  try {
    const { SipMediaApplicationCall } = await client.send(
      new CreateSipMediaApplicationCallCommand({
        SipMediaApplicationId: applicationId,
        FromPhoneNumber: from,
        ToPhoneNumber: to,
        ArgumentsMap: { contactId, partyId },
      }),
    );
    return { transactionId: TransactionId.parse(SipMediaApplicationCall?.TransactionId) };
  } catch (error) {
    if (error instanceof ThrottledClientException || error instanceof ResourceLimitExceededException) return 'busy';
    if (error instanceof BadRequestException) return noLineFree(error) ? 'busy' : 'refused';
    if (error instanceof ForbiddenException) return 'refused';
    throw error;
  }
};
