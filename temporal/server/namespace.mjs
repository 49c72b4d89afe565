import { setTimeout as wait } from 'node:timers/promises';

const DAY_SECONDS = 86_400;
const ALREADY_EXISTS = 6; // gRPC
const VALUE_TYPES = { KEYWORD: 2, INT: 3, BOOL: 5, DATETIME: 6 }; // Temporal's IndexedValueType

/** What an operator may search workflows by. Never personal data: these values are not encrypted. */
export const SEARCH_ATTRIBUTES = {
  clientId: 'KEYWORD',
  campaignId: 'KEYWORD',
  leadId: 'KEYWORD',
  leadStatus: 'KEYWORD',
  nextActionAt: 'DATETIME',
  appointmentAt: 'DATETIME',
  milestoneNumber: 'INT',
  attention: 'BOOL',
};

/**
 * Registers a namespace with its retention and search attributes, and returns when workflows can be started in it.
 * Safe to repeat, also beside others doing the same.
 */
export async function ensureNamespace({ address, namespace, retentionDays = 30 }) {
  const { Connection } = await import('@temporalio/client');
  const connection = await Connection.connect({ address });
  try {
    await registerNamespace(connection, namespace, retentionDays);
    await retried(() => addSearchAttributes(connection, namespace));
    await retried(() => connection.workflowService.countWorkflowExecutions({ namespace, query: `clientId = 'none'` }));
  } finally {
    await connection.close();
  }
}

async function registerNamespace(connection, namespace, retentionDays) {
  try {
    const workflowExecutionRetentionPeriod = { seconds: retentionDays * DAY_SECONDS };
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
  } catch (error) {
    if (error.code !== ALREADY_EXISTS) throw error;
  }
}

async function addSearchAttributes(connection, namespace) {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(SEARCH_ATTRIBUTES).filter(([name]) => !(name in customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(([name, type]) => [name, VALUE_TYPES[type]]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}

/** A new namespace reaches the server's own caches a moment after it was registered. */
async function retried(ask, patienceMs = 20_000) {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (typeof error.code !== 'number' || Date.now() > deadline) throw error; // not an answer of the server: no use in asking again
      await wait(200);
    }
  }
}
