import Link from '@cloudscape-design/components/link';
import type { CustomerId } from '../../../shared/ids.ts';
import { openDial, openPeople } from '../actions/calls.ts';
import { useClient, useWorld } from '../app/use-world.ts';
import { phoneText } from './phone.ts';

interface Props {
  number: string;
  /** Whose number it is. */
  name?: string | undefined;
  customerId?: CustomerId | undefined;
}

/** A telephone number, grouped for reading. A click opens the box from which it is called or brought in, when that is possible now. */
export function PhoneNumber({ number, name, customerId }: Props) {
  const world = useWorld();
  const state = useClient();
  const text = phoneText(number);
  if (!openDial.allowed(state)) return <span className="number">{text}</span>;
  const seed = { typed: text, ...(name === undefined ? {} : { name }), ...(customerId === undefined ? {} : { customerId }) };
  return (
    <span className="number">
      <Link variant="primary" ariaLabel={`Call ${text}`} onFollow={() => openPeople(world, seed)}>
        {text}
      </Link>
    </span>
  );
}
