import FormField from '@cloudscape-design/components/form-field';
import Textarea from '@cloudscape-design/components/textarea';

/** Notes about a contact, as much of them as is kept. */
export function NotesField({ notes, change }: { notes: string; change: (notes: string) => void }) {
  return (
    <div id="notes">
      <FormField stretch label="Notes" description="Kept through a reload; saved with the wrap-up.">
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
