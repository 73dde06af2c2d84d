import type { Change } from '../../src/watches/settle.ts';
import { openWatchWorld, seeded, type TestJob, testJob } from './world.ts';

const minute = 60_000;
const jobs = 200;

/** Longer than it takes to see a change and to see it again, however long the job was quiet. */
const certain = 80_000;
/** Too short to be seen twice. */
const fleeting = 3000;

type Part = 'schedule' | 'reason' | 'last' | 'gone';

/** Changes one thing about a job; what that has to be told as, once it has lasted. */
function change(job: TestJob, part: Part): Change['event'] | null {
  switch (part) {
    case 'schedule':
      job.schedule = job.schedule === 'Active' ? 'Paused' : 'Active';
      return job.schedule === 'Active' ? 'started' : 'paused';
    case 'reason':
      job.reason = job.reason === null ? 'Unknown' : null;
      return job.reason === null ? 'recovered' : 'quarantined';
    case 'last':
      job.last = job.last === null ? { state: 'Failed', ended: null, escrowed: 0, errorCode: null } : null;
      return job.last === null ? null : 'failing';
    case 'gone':
      job.gone = true;
      return 'deleted';
  }
}

test.each([1])(
  'a day of 200 jobs that change at random (seed %i): told is what has changed, each once',
  async (seed) => {
    const random = seeded(seed);
    const all = Array.from({ length: jobs }, (_, index) => testJob(index));
    const world = await openWatchWorld(all, { seed });
    await world.watch('everything', { kind: 'all' });
    await world.watch('some', { kind: 'pattern', pattern: 'App 1*' });
    await world.watch('trouble', { kind: 'all' }, { only: ['quarantined', 'recovered'] });
    await world.live(2 * minute);
    const end = world.clock.now() + 24 * 60 * minute;
    const busy = new Map<string, number>();
    const settled: string[] = [];
    while (world.clock.now() < end) {
      await world.live(Math.round(-Math.log(1 - random()) * 8 * minute));
      const now = world.clock.now();
      const job = all[Math.floor(random() * jobs)];
      if (job === undefined || job.gone || (busy.get(job.id) ?? 0) > now) continue;
      const dice = random();
      const part: Part = dice < 0.4 ? 'schedule' : dice < 0.75 ? 'reason' : dice < 0.97 ? 'last' : 'gone';
      busy.set(job.id, now + certain);
      const before = { ...job };
      const event = change(job, part);
      if (random() < 0.3) {
        // There and back again, before anybody can be sure of it.
        await world.live(fleeting);
        Object.assign(job, before);
        continue;
      }
      if (event !== null) settled.push(`${event} ${job.name}`);
      // What happens to several at once.
      if (random() < 0.05) {
        for (const other of all.slice(20, 32)) {
          if (other.gone || (busy.get(other.id) ?? 0) > now) continue;
          busy.set(other.id, now + certain);
          settled.push(`${change(other, 'schedule')} ${other.name}`);
        }
      }
    }
    await world.live(3 * minute);
    const heard = async (conversation: string) => (await world.heard(conversation)).sort();
    expect(settled.length).toBeGreaterThan(100);
    expect(await heard('everything')).toEqual(settled.toSorted());
    expect(await heard('some')).toEqual(settled.filter((each) => / App 1/.test(each)).sort());
    expect(await heard('trouble')).toEqual(
      settled.filter((each) => /^(quarantined|recovered|deleted) /.test(each)).sort(),
    );
    // Each job in the order in which it changed.
    const inOrder = await world.heard('everything');
    for (const { name } of all) {
      const ofJob = (list: readonly string[]) => list.filter((each) => each.endsWith(` ${name}`));
      expect(ofJob(inOrder)).toEqual(ofJob(settled));
    }
    expect((await world.told('digest')).length).toBeGreaterThan(0);
    await world.db.destroy();
  },
  300_000,
);
