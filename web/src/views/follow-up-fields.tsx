import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import TimeInput from '@cloudscape-design/components/time-input';
import { useClient, useWorld } from '../app/use-world.ts';
import type { DraftErrors, FollowUpDraft } from '../state/draft.ts';
import { useLoad } from '../parts/use-load.ts';

interface Props {
  draft: FollowUpDraft;
  errors: DraftErrors;
  change: (change: Partial<FollowUpDraft>) => void;
}

/** Who follows up, and by when. */
export function FollowUpFields({ draft, errors, change }: Props) {
  const world = useWorld();
  const { agent } = useClient();
  const { loaded, again } = useLoad('colleagues', () => world.api.call('GET /api/colleagues', {}));
  const me = agent === undefined ? [] : [{ value: agent.agentId as string, label: `${agent.name} (you)` }];
  const colleagues = loaded.face === 'there' ? loaded.value.agents.filter((a) => a.agentId !== agent?.agentId) : [];
  const options = [...me, ...colleagues.map((a) => ({ value: a.agentId, label: a.name }))];
  return (
    <div className="follow-up">
      <div data-field="owner">
        <FormField stretch label="Owner" errorText={errors.owner}>
          <Select
            selectedOption={options.find(({ value }) => value === draft.ownerId) ?? null}
            options={options}
            placeholder="Choose"
            filteringType={options.length > 8 ? 'auto' : 'none'}
            statusType={loaded.face === 'there' ? 'finished' : loaded.face === 'failed' ? 'error' : 'loading'}
            loadingText="Loading colleagues"
            errorText="The colleagues could not be loaded."
            recoveryText="Try again"
            onLoadItems={() => loaded.face === 'failed' && again()}
            onChange={({ detail }) => detail.selectedOption.value !== undefined && change({ ownerId: detail.selectedOption.value })}
          />
        </FormField>
      </div>
      <div data-field="due">
        <FormField stretch label="Due" errorText={errors.due}>
          <div className="due">
            <DatePicker
              value={draft.dueDay}
              openCalendarAriaLabel={(selected) => `Choose the day${selected === null ? '' : `, now ${selected}`}`}
              onChange={({ detail }) => change({ dueDay: detail.value })}
            />
            <TimeInput
              ariaLabel="Time of day"
              format="hh:mm"
              placeholder="hh:mm"
              value={draft.dueTime}
              onChange={({ detail }) => change({ dueTime: detail.value })}
            />
          </div>
        </FormField>
      </div>
    </div>
  );
}
