import { IANAZone } from 'luxon';
import { expect, test } from 'vitest';
import { AREA_CODES } from './area-codes.ts';
import { guessZone, isZone, readZone, zonesOf } from './zones.ts';

test('a number alone gives all zones of its area code', () => {
  expect(zonesOf({ statedZone: null, phone: '+18505550100' })).toEqual({
    kind: 'known',
    zones: ['America/Chicago', 'America/New_York'],
    states: ['FL'],
  });
});

test('a stated zone comes on top, for a mobile number travels', () => {
  expect(zonesOf({ statedZone: 'Pacific/Honolulu', phone: '+12125550100' })).toEqual({
    kind: 'known',
    zones: ['Pacific/Honolulu', 'America/New_York'],
    states: ['NY'],
  });
  expect(zonesOf({ statedZone: 'America/New_York', phone: '+12125550100' })).toMatchObject({ zones: ['America/New_York'] });
});

test('a zone the lead confirmed stands alone, the state of the number counts on', () => {
  expect(zonesOf({ statedZone: 'America/Chicago', confirmedZone: 'America/Denver', phone: '+14075550100' })).toEqual({
    kind: 'known',
    zones: ['America/Denver'],
    states: ['FL'],
  });
});

test.each([
  ['+12005550100', null, 'area_code_unknown'],
  ['+16045550100', 'America/Vancouver', 'area_code_unknown'],
  ['+442079460958', 'Europe/London', 'area_code_unknown'],
  ['+14155550100', 'Mars/Olympus', 'stated_zone_invalid'],
  ['+14155550100', '+05:00', 'stated_zone_invalid'],
])('%s with the stated zone %s is unknown: %s', (phone, statedZone, reason) => {
  expect(zonesOf({ statedZone, phone })).toEqual({ kind: 'unknown', reason });
});

test('the answer can be changed without changing the table', () => {
  const answer = zonesOf({ phone: '+18505550100' });
  if (answer.kind === 'known') answer.zones.pop();
  expect(zonesOf({ phone: '+18505550100' })).toMatchObject({ zones: ['America/Chicago', 'America/New_York'] });
});

test.each([
  ['208 986', 'America/Denver America/Los_Angeles'],
  ['219', 'America/Chicago America/New_York'],
  ['270 364', 'America/Chicago America/New_York'],
  ['308', 'America/Chicago America/Denver'],
  ['423 729', 'America/Chicago America/New_York'],
  ['541 458', 'America/Denver America/Los_Angeles'],
  ['574', 'America/Chicago America/New_York'],
  ['605', 'America/Chicago America/Denver'],
  ['606', 'America/Chicago America/New_York'],
  ['620 785', 'America/Chicago America/Denver'],
  ['701', 'America/Chicago America/Denver'],
  ['775', 'America/Denver America/Los_Angeles'],
  ['812 930', 'America/Chicago America/New_York'],
  ['850 448', 'America/Chicago America/New_York'],
  ['906', 'America/Chicago America/New_York'],
  ['907', 'America/Adak America/Anchorage'],
  ['928', 'America/Denver America/Phoenix'],
  ['689 407', 'America/New_York'],
  ['915', 'America/Denver'],
  ['212', 'America/New_York'],
  ['808', 'Pacific/Honolulu'],
])('Z2, Z3: area codes %s keep %s', (codes, zones) => {
  for (const code of codes.split(' ')) expect(AREA_CODES.get(code)?.zones.toSorted().join(' ')).toBe(zones);
});

test('the table names each code once, real zones, and all fifty-one places', () => {
  expect(AREA_CODES.size).toBe(372);
  expect(new Set([...AREA_CODES.values()].flatMap(({ states }) => states)).size).toBe(51);
  for (const [code, { zones }] of AREA_CODES) {
    expect(code).toMatch(/^[2-9]\d\d$/);
    expect(zones.every((zone) => IANAZone.isValidZone(zone))).toBe(true);
  }
});

test('states that keep two clocks have area codes in both', () => {
  for (const state of ['AK', 'AZ', 'FL', 'ID', 'IN', 'KS', 'KY', 'MI', 'ND', 'NE', 'NV', 'OR', 'SD', 'TN', 'TX']) {
    const zones = new Set([...AREA_CODES.values()].filter(({ states }) => states.includes(state)).flatMap((region) => region.zones));
    expect([state, zones.size]).toEqual([state, 2]);
  }
});

test('the guess is where most people with this area code live', () => {
  expect(guessZone('+19285550100')).toBe('America/Phoenix');
  expect(guessZone('+442079460958')).toBeNull();
});

test.each([
  ['America/New_York', 'America/New_York'],
  ['america/new_york', 'America/New_York'],
  ['AMERICA/LOS_ANGELES', 'America/Los_Angeles'],
  ['US/Eastern', 'America/New_York'],
  ['Eastern Time', 'America/New_York'],
  ['Pacific Standard Time', 'America/Los_Angeles'],
  ['cst', 'America/Chicago'],
  ['utc', 'UTC'],
  ['America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['America/Nowhere', null],
  ['+05:00', null],
  ['5', null],
  ['', null],
])('people write “%s” for %s', (raw, zone) => expect(readZone(raw)).toBe(zone));

test('only places are zones', () => {
  expect(isZone('Europe/Berlin')).toBe(true);
  expect(isZone('America/New_York\r\nX: y')).toBe(false);
});
