import { randomBytes } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { inject } from 'vitest';
import { ensureNamespace } from '#temporal/server/namespace.mjs';

/** A Temporal namespace of its own, with Callvia's search attributes. */
export type TestNamespace = AsyncDisposable & { address: string; namespace: string; dispose(): Promise<void> };

/** Registers a namespace and returns when workflows can be started in it (about 2 s). One a test file is enough: workflow ids keep tests apart. */
export async function createTestNamespace(address = inject('temporalAddress')): Promise<TestNamespace> {
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  await ensureNamespace({ address, namespace, retentionDays: 1 });
  const dispose = () => deleteNamespace(address, namespace);
  return { address, namespace, dispose, [Symbol.asyncDispose]: dispose };
}

/** A shared server would otherwise keep inner workers for every namespace that ever was. */
async function deleteNamespace(address: string, namespace: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.operatorService.deleteNamespace({ namespace });
  } finally {
    await connection.close();
  }
}
