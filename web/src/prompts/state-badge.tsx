import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { PromptView } from '../../../shared/wire/prompts.ts';

type State = PromptView['state'];
export const stateWords: Record<State, string> = { shipped: 'Shipped', own: 'Your own', stale: 'Out of date', missing: 'Missing' };
const faces: Record<State, StatusIndicatorProps.Type> = { shipped: 'success', own: 'info', stale: 'warning', missing: 'error' };

/** What callers hear of a prompt. */
export const StateBadge = ({ state }: { state: State }) => <StatusIndicator type={faces[state]}>{stateWords[state]}</StatusIndicator>;
