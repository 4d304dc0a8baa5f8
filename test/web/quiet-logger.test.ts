import { afterEach, expect, it, vi } from 'vitest';
import { quietLogger } from '../../web/src/call/quiet-logger.ts';

afterEach(() => vi.restoreAllMocks());

it('lets errors of the SDK through, but not what every call ends with', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  quietLogger.error('The audio video controller failed with status code MeetingEnded');
  quietLogger.error('The audio video controller failed with status code AudioAttendeeRemoved');
  quietLogger.error('session will not be reconnected');
  quietLogger.error("Cannot read properties of null (reading 'currentState')");
  quietLogger.warn('anything else');
  expect(said).not.toHaveBeenCalled();
  quietLogger.error('The audio video controller failed with status code ICEGatheringTimeoutWorkaround');
  expect(said).toHaveBeenCalledOnce();
});
