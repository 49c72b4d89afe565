import { describe, expect, test } from 'vitest';
import { readLeadChange, readNewLead } from './lead-form.server.ts';

const writer = { zone: 'America/New_York', by: 'Dana Demo' };
const CAMPAIGN = '11111111-1111-4111-8111-111111111111';

function form(fields: Record<string, string>, custom: readonly (readonly [string, string])[] = []): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  for (const [name, value] of custom) {
    data.append('customName', name);
    data.append('customValue', value);
  }
  return data;
}
const added = (fields: Record<string, string>, custom?: [string, string][]) =>
  readNewLead(form({ campaignId: CAMPAIGN, phone: '(415) 555-2001', ...fields }, custom), writer);

describe('a new lead', () => {
  test('has what was typed, and consent from the beginning of its day where the client is', () => {
    const read = added({ firstName: ' Ada ', tags: 'vip, roof,vip,', consentOn: '2026-03-04', consentSource: '' }, [
      ['Roof', 'slate'],
      ['', ''],
    ]);
    expect(read).toMatchObject({
      kind: 'ok',
      lead: {
        ...{ campaignId: CAMPAIGN, phone: '(415) 555-2001', firstName: 'Ada', lastName: null, tags: ['vip', 'roof'] },
        ...{ customFields: { Roof: 'slate' }, consentAt: new Date('2026-03-04T05:00:00.000Z'), consentSource: 'stated by Dana Demo' },
      },
    });
  });

  test('without a day of consent has none', () => {
    const read = added({});
    expect(read.kind === 'ok' && [read.lead.consentAt, read.lead.consentSource]).toEqual([undefined, undefined]);
  });

  test.each([
    [
      'a place of consent without its day',
      { consentSource: 'Form' },
      [],
      { consentOn: 'The day on which consent was given: today or earlier.' },
    ],
    ['consent of the far future', { consentOn: '2999-01-01' }, [], { consentOn: 'The day on which consent was given: today or earlier.' }],
    ['consent on no day', { consentOn: 'soon' }, [], { consentOn: 'The day on which consent was given: today or earlier.' }],
    ['a value without a name', {}, [['', 'slate']], { custom: 'A field with a value needs a name.' }],
    ['no campaign', { campaignId: '' }, [], { campaignId: 'Choose a campaign.' }],
    ['no number', { phone: ' ' }, [], { phone: 'A phone number, with country code outside North America.' }],
  ] as [string, Record<string, string>, [string, string][], object][])('%s is said at its field', (_what, fields, custom, errors) => {
    expect(added(fields, custom)).toMatchObject({ kind: 'invalid', errors });
  });
});

describe('the custom fields of an edited lead', () => {
  const before = { Roof: 'slate', Age: 41, Owner: true, Unseen: 'kept' };
  const edited = (custom: [string, string][]) => {
    const read = readLeadChange(form({ firstName: '' }, custom), before, writer);
    return read.kind === 'ok' ? read.lead.customFields : read.errors;
  };

  test('change by what was typed; what was not touched keeps its kind of value, and what the form did not have stays', () =>
    expect(
      edited([
        ['Roof', 'tiles'],
        ['Age', '41'],
        ['Owner', 'yes'],
        ['Colour', 'red'],
      ]),
    ).toEqual({ Roof: 'tiles', Age: 41, Owner: 'yes', Unseen: 'kept', Colour: 'red' }));

  test('go when they are emptied', () =>
    expect(
      edited([
        ['Roof', ''],
        ['Age', ''],
      ]),
    ).toEqual({ Owner: true, Unseen: 'kept' }));
});
