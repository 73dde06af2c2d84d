import { storms } from '../front-door/storms.ts';
import { openFrontDoor } from '../support/front-door.ts';
import { openDatabases } from './databases.ts';

const databases = openDatabases();
afterAll(() => databases.dropAll());

storms('two bots that share a PostgreSQL database', async () =>
  openFrontDoor({ replicas: 2, env: { STORE_URL: await databases.create('migrated') } }),
);
