import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

test.each([
  [
    'theme=dark; zone=Europe%2FBerlin',
    { theme: 'dark', hasKeys: true, zone: 'Europe/Berlin', campaignsAs: 'cards', hasSteps: true, leadColumns: null },
  ],
  [
    'a=1; theme=light; keys=off; campaigns=list; steps=off; columns=name.owner.status',
    { theme: 'light', hasKeys: false, zone: null, campaignsAs: 'list', hasSteps: false, leadColumns: ['status', 'owner'] },
  ],
  [
    'theme=pink; keys=maybe; zone=Nowhere/Land; campaigns=heap',
    { theme: 'system', hasKeys: true, zone: null, campaignsAs: 'cards', hasSteps: true, leadColumns: null },
  ],
  ['zone=%E0%A4%A', { theme: 'system', hasKeys: true, zone: null, campaignsAs: 'cards', hasSteps: true, leadColumns: null }],
  [null, { theme: 'system', hasKeys: true, zone: null, campaignsAs: 'cards', hasSteps: true, leadColumns: null }],
])('cookies %j say %j', (header, expected) => expect(readPreferences(header)).toEqual(expected));
