import {
  ChimeSDKVoiceClient,
  ConflictException,
  GoneException,
  NotFoundException,
  ThrottledClientException,
  UpdateSipMediaApplicationCallCommand,
} from '@aws-sdk/client-chime-sdk-voice';
import type { TransactionId } from '../../shared/ids.ts';

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
