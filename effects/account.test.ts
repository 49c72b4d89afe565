import { expect, test } from 'vitest';
import type { Config } from '#config/environment.ts';
import type { Db } from '#prisma/client.ts';
import { createEffectParts } from './account.ts';

test('live calls come from the number at Retell and live texts from the one at Twilio', () => {
  const config = { RETELL_FROM_NUMBER: '+14155550101', TWILIO_FROM_NUMBER: '+14155550102' } as Config;
  expect(createEffectParts(config, {} as Db).sender('live')).toMatchObject({ fromNumber: '+14155550101', textNumber: '+14155550102' });
});
