import { readLittleNews } from '../../../central/store/feed.ts';
import type { News } from '../../../central/rules/push.ts';
import type { Poke, PullResponse } from '../../../core/contract/central.ts';
import type { Id } from '../../../core/domain/ids.ts';
import type { MemoryDatabase } from '../database/memory-database.ts';
import { readableNow } from '../database/statements/access.ts';
import type { Weather } from '../faults.ts';
import type { Random } from '../simulation/random.ts';
import type { Scheduler } from '../simulation/scheduler.ts';
import type { Service } from './service.ts';

/** A desk that waits for pokes. `read`: told as the centre has read what goes along with a poke, before it is on its way. */
export type Listener = {
  workerId: Id;
  read: (pulled: PullResponse) => void;
  poke: (poke: Poke) => void;
  broken: () => void;
};

type ListenersParts = {
  scheduler: Scheduler;
  random: Random;
  weather: Weather;
  isStormy: () => boolean;
  database: MemoryDatabase;
  services: () => readonly Service[];
  isOpen: (workerId: Id) => boolean;
};

const plainHead = ({ scopeId, head }: News['scopes'][number]) => ({ scopeId, head });

/** Desks that listen for news. */
export class Listeners {
  readonly all = new Set<Listener>();
  private readonly parts: ListenersParts;

  constructor(parts: ListenersParts) {
    this.parts = parts;
  }

  breakAll(): void {
    for (const listener of [...this.all]) listener.broken();
    this.all.clear();
  }

  /** Tells listening desks what a commit changed, as the hub does: only what they may read; without news only that there is some. */
  announce(news: News | null = null): void {
    const { scheduler, random, weather } = this.parts;
    const view = this.parts.database.look();
    for (const listener of [...this.all]) {
      if (!this.parts.isOpen(listener.workerId)) {
        this.all.delete(listener);
        listener.broken();
        continue;
      }
      if (this.parts.isStormy() && weather.on.has('lostPokes') && random.chance(0.5)) continue;
      const mine = new Set(readableNow(view, listener.workerId).map(({ scope }) => scope.id));
      const heads = (news?.scopes ?? []).filter(({ scopeId }) => mine.has(scopeId));
      const isWhole = news !== null && !news.workers.includes(listener.workerId);
      if (heads.length === 0 && isWhole) continue;
      const wait = random.wait(weather.latency);
      const tell = (pulled?: PullResponse) =>
        scheduler.after(wait, () => listener.poke({ heads: heads.map(plainHead), isWhole, ...(pulled && { pulled }) }));
      if (isWhole) {
        void this.newsFor(listener, heads).then(
          (pulled) => {
            if (pulled) listener.read(pulled);
            tell(pulled);
          },
          () => tell(),
        );
      } else tell();
    }
  }

  /** What goes along with a poke: read like a pull, by a service that may be gone before it has an answer. */
  private async newsFor(listener: Listener, heads: News['scopes']): Promise<PullResponse | undefined> {
    const [service] = this.parts.services();
    const need = heads.map(({ scopeId, after }) => ({ scopeId, after: after ?? 0 }));
    if (!service || need.some(({ after }) => after === 0)) return undefined;
    const text = (await readLittleNews(service.database, [listener.workerId], need)).get(listener.workerId);
    return text === undefined ? undefined : (JSON.parse(text) as PullResponse);
  }
}
