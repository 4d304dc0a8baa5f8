import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import { perform, type Action } from '../actions/action.ts';
import { singleKeysOn } from '../actions/keys.ts';
import { useClient, useWorld } from '../app/use-world.ts';

interface Props {
  action: Action;
  children?: string;
  variant?: ButtonProps.Variant;
  iconName?: ButtonProps['iconName'];
  /** Without words, the label goes to screen readers and the tooltip. */
  iconOnly?: boolean;
  primaryLook?: 'accept' | 'end';
}

/** The button of an action: its key stands on it, and it is loading while the action is under way. */
export function ActionButton({ action, children, variant = 'normal', iconName, iconOnly = false, primaryLook }: Props) {
  const world = useWorld();
  const state = useClient();
  const label = children ?? action.label;
  const allowed = action.allowed(state);
  const why = allowed ? undefined : action.whyNot?.(state);
  const key = action.shortcut !== undefined && (action.shortcut.startsWith('Ctrl') || singleKeysOn()) ? action.shortcut : undefined;
  return (
    <span
      className={primaryLook === undefined ? 'action' : `action action-${primaryLook}`}
      data-action={action.name}
      title={iconOnly ? label : undefined}
    >
      <Button
        variant={variant}
        // A button with words is called by them; its key is told apart.
        {...(iconOnly ? { ariaLabel: label } : {})}
        {...(iconName === undefined ? {} : { iconName })}
        {...(key === undefined ? {} : { nativeButtonAttributes: { 'aria-keyshortcuts': key.replace('Ctrl', 'Control') } })}
        disabled={!allowed}
        {...(why === undefined ? {} : { disabledReason: why })}
        loading={state.running.includes(action.name)}
        onClick={() => void perform(world, action)}
      >
        {iconOnly ? undefined : (
          <>
            {label}
            {key !== undefined && <kbd aria-hidden="true">{key}</kbd>}
          </>
        )}
      </Button>
    </span>
  );
}
