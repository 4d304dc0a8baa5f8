import Box from '@cloudscape-design/components/box';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { useState } from 'react';
import { actionsIn } from '../actions/all.ts';
import { singleKeysOn, switchSingleKeys } from '../actions/keys.ts';
import { useClient, useWorld } from '../app/use-world.ts';

const groups = ['Call', 'Conversation', 'Wrap-up', 'Status', 'Pages', 'Follow-ups', 'Window'] as const;

/** Every key there is, and the switch that turns single keys off. */
export function KeysDialog() {
  const world = useWorld();
  const actions = actionsIn(useClient());
  const [on, setOn] = useState(singleKeysOn);
  return (
    <Modal visible header="Keyboard shortcuts" closeAriaLabel="Close" onDismiss={() => world.dispatch({ type: 'dialog' })}>
      <SpaceBetween size="l">
        <div className="keys">
          {groups.map((group) => (
            <section key={group}>
              <Box variant="h3">{group}</Box>
              <dl>
                {actions
                  .filter((action) => action.group === group && action.shortcut !== undefined)
                  .map((action) => (
                    <div key={action.name}>
                      <dt>
                        <kbd>{action.shortcut}</kbd>
                      </dt>
                      <dd>{action.label}</dd>
                    </div>
                  ))}
              </dl>
            </section>
          ))}
        </div>
        <Toggle
          checked={on}
          description="Single keys never act while you are writing. Keys with Ctrl always work."
          onChange={({ detail }) => {
            switchSingleKeys(detail.checked);
            setOn(detail.checked);
          }}
        >
          Single-key shortcuts
        </Toggle>
      </SpaceBetween>
    </Modal>
  );
}
