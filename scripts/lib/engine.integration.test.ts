import { expect, test } from 'vitest';
import { createTestNamespace } from '#tests/support/temporal.ts';
import { givenEngine } from './engine.mjs';

test('a given Temporal is used in the namespace that the environment names', async () => {
  await using own = await createTestNamespace();
  const { address, namespace } = own;
  const engine = await givenEngine({ TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace });
  expect(engine).toEqual({ address, namespace, uiUrl: 'http://127.0.0.1:8233' });
});
