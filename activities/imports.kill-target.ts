// Runs one import; the integration test kills this process in the middle.
import { MockActivityEnvironment } from '@temporalio/testing';
import { openDb } from '#prisma/client.ts';
import { createImportStore } from '#stores/imports.ts';
import { createImportActivities } from './imports.ts';

const { clientId, importId, appUrl, uploadsFolder } = JSON.parse(process.env.JOB ?? '{}') as Record<
  'clientId' | 'importId' | 'appUrl' | 'uploadsFolder',
  string
>;
const imports = createImportStore({ db: openDb({ appUrl }), appUrl, uploadsFolder });
await new MockActivityEnvironment().run(createImportActivities({ imports }).runImport, { clientId, importJobId: importId });
