import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import { heardVoicemail } from '../actions/left.ts';
import { useClient, useWorld } from '../app/use-world.ts';

/** The open recording. It plays at once, is heard when it has come to its end, and may be closed. */
export function VoicemailPlayer() {
  const world = useWorld();
  const { player, all } = useClient().left;
  if (player?.url === undefined) return null;
  const { voicemailId, url, failed } = player;
  const voicemail = all?.voicemails.find((one) => one.voicemailId === voicemailId);
  const who = voicemail?.customerName ?? voicemail?.number ?? 'number withheld';
  if (failed === true)
    return (
      <Alert type="error" header="The recording can’t be played." dismissible onDismiss={() => world.dispatch({ type: 'left-player' })}>
        Its time is over, or the connection was lost. Try again, or call the customer back to hear what it was about.
      </Alert>
    );
  return (
    <div className="player" role="group" aria-label={`Message, ${who}`}>
      <audio
        controls
        autoPlay
        src={url}
        aria-label={`Message, ${who}`}
        onEnded={() => void heardVoicemail(world, voicemailId)}
        onError={() => world.dispatch({ type: 'left-player', player: { voicemailId, url, failed: true } })}
      />
      <Button variant="icon" iconName="close" ariaLabel="Close the player" onClick={() => world.dispatch({ type: 'left-player' })} />
    </div>
  );
}
