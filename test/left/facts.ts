/** The bus in memory: every fact that the tables hold, delivered to what follows from it; again and in any order when a test says so. */
import type { Fact } from '../../shared/facts/facts.ts';
import type { ContactId } from '../../shared/ids.ts';
import { readFacts } from '../../shared/contacts/read-facts.ts';
import { followFact } from '../../shared/left/follow-fact.ts';
import type { World } from '../../shared/world.ts';

export const factsOf = ({ db }: World, contactId: ContactId): Promise<Fact[]> => readFacts(db, contactId);

/** Delivers each contact's facts until there are none that were not delivered. */
export class Bus {
  private readonly delivered = new Map<string, Fact>();
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  async deliver(...contactIds: ContactId[]): Promise<void> {
    for (let quiet = false; !quiet;) {
      quiet = true;
      for (const contactId of contactIds) {
        for (const fact of await factsOf(this.world, contactId)) {
          if (this.delivered.has(fact.factId)) continue;
          this.delivered.set(fact.factId, fact);
          quiet = false;
          await followFact(this.world, fact);
        }
      }
    }
  }

  /** Everything once more, the last first. */
  async again(): Promise<void> {
    for (const fact of [...this.delivered.values()].reverse()) await followFact(this.world, fact);
  }
}
