import { openLargeDesk } from './large-desk.ts';

// A desk's backend in a process of its own: log in, ask what the first screen asks, say so.

const desk = await openLargeDesk(process.argv[2] ?? '');
const { inboxes } = await desk.client.inbox.overview({});
const [first] = inboxes;
if (first) await desk.client.inbox.list({ inboxId: first.inboxId, show: 'open' });
await desk.client.caseFiles.list({ which: 'mine' });
console.log(`usable, memory ${Math.round(process.memoryUsage().rss / 1_000_000)} MB`);
await desk.close();
process.exit(0);
