import { openFrontDoor } from '../support/front-door.ts';
import { storms } from './storms.ts';

storms('one bot with SQLite', () => openFrontDoor());
