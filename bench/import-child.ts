// One import in a process of its own; says what it took as JSON.
import { createReadStream } from 'node:fs';
import { MockActivityEnvironment } from '@temporalio/testing';
import { createImportActivities } from '#activities/imports.ts';
import { openDb } from '#prisma/client.ts';
import { createImportStore } from '#stores/imports.ts';
import { peakMegabytes } from './meters.ts';

type Job = Record<'appUrl' | 'uploadsFolder' | 'file' | 'clientId' | 'campaignId', string>;

const { appUrl, uploadsFolder, file, clientId, campaignId } = JSON.parse(process.env.JOB ?? '{}') as Job;
const db = openDb({ appUrl, connections: 2 });
await db.ping();
const imports = createImportStore({ db, appUrl, uploadsFolder });
const { runImport } = createImportActivities({ imports });
const idleMb = peakMegabytes('self');
const cpu = process.cpuUsage();
const start = performance.now();
const received = await imports.receive(createReadStream(file), { clientId, campaignId, fileName: 'leads.csv', createdById: null });
if (received.kind !== 'accepted') throw new Error(JSON.stringify(received));
const result = await new MockActivityEnvironment().run(runImport, { clientId, importJobId: received.importId });
const ms = Math.round(performance.now() - start);
const { user, system } = process.cpuUsage(cpu);
await db.close();
process.stdout.write(JSON.stringify({ ms, cpuMs: Math.round((user + system) / 1000), peakMb: peakMegabytes('self'), idleMb, result }));
