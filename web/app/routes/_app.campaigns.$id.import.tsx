import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { CircleAlert, Upload } from 'lucide-react';
import { type ChangeEvent, useRef, useState } from 'react';
import type { Received } from '#stores/imports.ts';
import { MappingTable, type Preview, previewOf } from '../components/import/mapping.tsx';
import { ImportResult } from '../components/import/result.tsx';
import { Button } from '../components/ui/button.tsx';
import { Alert, Card, CardHeader } from '../components/ui/surface.tsx';
import { enter, idOf } from '../member.server.ts';
import { readMapping, readUpload } from '../uploads.server.ts';

export async function loader(args: LoaderFunctionArgs) {
  const { clientId } = await enter(args, 'imports.write');
  const id = idOf(args.params['id']);
  const check = /^[0-9a-f-]{36}$/.exec(new URL(args.request.url).searchParams.get('check') ?? '')?.[0];
  const { imports } = args.context;
  const job = check ? await imports.find(clientId, check) : null;
  return { id, job, issues: job ? await imports.issues(clientId, job.id, 100) : [] };
}

export async function action(args: ActionFunctionArgs) {
  const { clientId, user } = await enter(args, 'imports.write');
  const campaignId = idOf(args.params['id']);
  const { imports } = args.context;
  const form = await readUpload(args.request, imports);
  if (form.kind === 'refused') return data({ problem: form.text }, { status: 422 });
  const dryRun = form.fields.get('do') === 'check';
  const mapping = readMapping(form.fields.get('mapping'));
  const answer = await imports.request(form.upload, {
    clientId,
    campaignId,
    fileName: form.fileName,
    createdById: user.id,
    dryRun,
    mapping,
  });
  if (answer.kind !== 'accepted') return data({ problem: refusalWords(answer) }, { status: 422 });
  return redirect(
    dryRun ? `/campaigns/${campaignId}/import?check=${answer.importId}` : `/campaigns/${campaignId}/imports/${answer.importId}`,
  );
}

function refusalWords(answer: Exclude<Received, { kind: 'accepted' }>): string {
  switch (answer.kind) {
    case 'refused':
    case 'too_large':
      return answer.message;
    case 'closed':
      return `The campaign is ${answer.status}: it takes no more leads.`;
    case 'missing':
      return 'This campaign is no longer there.';
    default:
      return answer satisfies never;
  }
}

export default function Import() {
  const { id, job, issues } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  const { formMethod, formData } = useNavigation();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const chosen = useRef<File | null>(null);
  const sending = formMethod === 'POST' ? formData?.get('do') : null;

  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0] ?? null;
    chosen.current = file;
    setPreview(null);
    setUnreadable(false);
    if (!file) return;
    try {
      const read = await previewOf(file);
      if (chosen.current === file) setPreview(read);
    } catch (error) {
      setUnreadable(error instanceof Error);
    }
  };

  return (
    <div className="grid grid-cols-1 gap-5">
      <Card>
        <CardHeader
          title="Import leads"
          text="A CSV file with one lead a row. Only the phone number is required; up to 200,000 rows and 50 MB."
        />
        <Form method="post" encType="multipart/form-data" className="grid grid-cols-1 gap-5 px-5 pb-5">
          {problem ? (
            <Alert tone="bad" title={problem} icon={<CircleAlert aria-hidden />}>
              Nothing was imported.
            </Alert>
          ) : null}
          <label className="grid justify-items-center gap-2 rounded-card border-2 border-dashed border-line-strong bg-sunken px-4 py-8 text-center text-sm has-focus-visible:outline-2 has-focus-visible:outline-primary">
            <Upload aria-hidden className="size-6 text-muted" />
            <span className="font-medium">CSV file</span>
            <input
              type="file"
              name="file"
              accept=".csv,.tsv,.txt,text/csv"
              required
              onChange={onFile}
              className="max-w-full text-sm file:mr-3 file:h-9 file:rounded-control file:border file:border-line file:bg-raised file:px-4 file:font-medium file:text-ink"
            />
            <span className="text-muted">
              Columns like first_name, last_name, phone, email, company, timezone are recognised by their names.
            </span>
          </label>
          {preview ? <MappingTable key={preview.headers.join()} preview={preview} /> : null}
          {unreadable ? (
            <p className="text-sm text-muted">This file could not be previewed here; the server looks at it when you check it.</p>
          ) : null}
          <div className="flex flex-wrap justify-end gap-2 border-t border-line pt-5">
            <Button type="submit" name="do" value="check" pending={sending === 'check'} pendingText="Checking…">
              Check without importing
            </Button>
            <Button type="submit" name="do" value="import" look="primary" pending={sending === 'import'} pendingText="Uploading…">
              Import
            </Button>
          </div>
        </Form>
      </Card>
      {job ? <ImportResult job={job} issues={issues} errorsUrl={`/campaigns/${id}/imports/${job.id}/errors.csv`} /> : null}
    </div>
  );
}
