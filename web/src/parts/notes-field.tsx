import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';

interface Props {
  notes: string;
  /** What becomes of them. */
  description: string;
  change: (notes: string) => void;
}

/** Notes about a contact, as much of them as is kept. */
export function NotesField({ notes, description, change }: Props) {
  return (
    <div id="notes">
      <FormField stretch label="Notes" description={description}>
        <Textarea
          value={notes}
          rows={5}
          onChange={({ detail }) => change(detail.value.slice(0, 10_000))}
          placeholder="What the customer asked, what you did"
        />
      </FormField>
    </div>
  );
}
