import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderTemplate } from '#domain/texts.ts';
import { type Lives, livesIn } from '#tests/paths/lives.ts';
import { type TestWorld, testWorld } from '#tests/support/world.ts';
import { lockLead } from './lead-row.ts';
import { campaignTexts, resetText, sampleFor, saveText } from './template-editing.ts';
import { templateFor } from './templates.ts';

let world: TestWorld;
let lives: Lives;
beforeAll(async () => {
  world = await testWorld();
  lives = livesIn(world);
});
afterAll(() => world[Symbol.asyncDispose]());

const REMINDER = { key: 'reminder_2h', channel: 'sms' } as const;
const OWN = 'Soon, {{first_name|there}}: {{appointment_time}}. {{reference}} Reply STOP to opt out.';
const save = (campaignId: string | null, body: string) =>
  lives.act((tx) => saveText(tx, world.clientId, { campaignId, ...REMINDER }, { body }));
const shown = async (campaignId: string | null) =>
  (await lives.act((tx) => campaignTexts(tx, world.clientId, campaignId))).find(({ key }) => key === 'reminder_2h');

test('a campaign’s own text wins over the client’s, that over the standard one, and each can be taken back', async () => {
  const sent = async () => {
    const leadId = await world.lead();
    return lives.act(async (tx) => {
      const life = await lockLead(tx, world.clientId, leadId);
      return life && (await templateFor(tx, life, 'reminder_2h', 'sms'))?.body;
    });
  };
  expect(await shown(world.campaignId)).toMatchObject({ source: 'standard' });
  expect(await save(null, `Client: ${OWN}`)).toEqual({ kind: 'ok' });
  expect(await save(world.campaignId, `First: ${OWN}`)).toEqual({ kind: 'ok' });
  expect(await save(world.campaignId, `Own: ${OWN}`)).toEqual({ kind: 'ok' });
  expect([await shown(world.campaignId), await shown(null)]).toMatchObject([
    { source: 'campaign', body: `Own: ${OWN}` },
    { source: 'client' },
  ]);
  expect(await sent()).toBe(`Own: ${OWN}`);
  const reset = () => lives.act((tx) => resetText(tx, world.clientId, { campaignId: world.campaignId, ...REMINDER }));
  expect([await reset(), await reset()]).toEqual([{ kind: 'ok' }, { kind: 'ok' }]);
  expect(await sent()).toBe(`Client: ${OWN}`);
});

test('a text that breaks a rule is not kept, nor one for a campaign of nobody', async () => {
  expect(await save(world.campaignId, 'Hi {{nobody}} {{reference}} STOP')).toEqual({
    kind: 'invalid',
    problems: [{ path: 'body', message: 'There is no variable “nobody”.' }],
  });
  expect(await save(crypto.randomUUID(), OWN)).toEqual({ kind: 'missing' });
});

test('a preview is written with a lead of the campaign and an appointment as far away as the text goes out', async () => {
  const web = 'https://app.example.com';
  const sample = await lives.act((tx) => sampleFor(tx, world.clientId, { campaignId: null, key: 'reminder_2h', web }));
  const { body } = renderTemplate({ body: '{{first_name}} in {{starts_in}}, {{reschedule_link}}' }, sample);
  expect(body).toMatch(/^Grace in 2 hours, https:\/\/app\.example\.com\/move\/\w{43}$/);
});
